import { AppError } from '../../lib/errors.ts'
import { databaseNow, type Transaction } from '../../platform/db.ts'
import { loadPrices } from '../routing/prices.ts'
import { compose, type Composition } from './compose.ts'
import { numberRecipient, renderingOf, type SendParts } from './create.ts'
import { prepareRecipients } from './recipients.ts'
import { insertMessages } from './store.ts'

/** An answer that is late confuses more than none. */
const VALIDITY_MS = 3_600_000

export type Answer = { accountId: bigint; carrierId: bigint; phone: string; sender: string; text: string; test: boolean }

/**
 * Queues the answer to what somebody wrote: from the number that was written to, by the carrier it came over, without tracked links, and
 * even if the number is suppressed by now. It is sent once, or not at all.
 * @returns undefined when it cannot be sent, as to a landline
 */
export async function queueAnswer(parts: SendParts, tx: Transaction, answer: Answer): Promise<bigint | undefined> {
  const composition = await composeAnswer(parts, answer)
  if (composition === undefined) return undefined
  const prices = await loadPrices(parts.db, { currency: composition.settings.currency })
  const recipient = { to: answer.phone, values: {}, reference: undefined }
  const [prepared] = prepareRecipients(composition, [recipient], prices)
  if (prepared === undefined || prepared.kind === 'refused') return undefined
  const rendering = await renderingOf(parts, tx, { accountId: answer.accountId, composition })
  const way = { carrierId: answer.carrierId, fallbackCarrierId: undefined }
  const { row } = await numberRecipient(parts, { recipient: { ...prepared, way }, composition, rendering, suppressed: new Set() })
  await insertMessages(tx, { common: await commonOf(tx, answer, { composition, rendering, row }), messages: [row] })
  return row.id
}

/** What the account configured was checked then; a text that cannot be sent any more must not keep the opt-out from being stored. */
async function composeAnswer({ db, allowPrivateDestinations }: SendParts, { accountId, text }: Answer): Promise<Composition | undefined> {
  try {
    return await compose(db, { accountId, request: { text, tracking: 'off' }, allowPrivate: allowPrivateDestinations, fieldUrls: [] })
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

type Numbered = Awaited<ReturnType<typeof numberRecipient>>
type Made = { composition: Composition; rendering: Awaited<ReturnType<typeof renderingOf>>; row: Numbered['row'] }

async function commonOf(tx: Transaction, { accountId, test, sender }: Answer, { composition, rendering, row }: Made) {
  const now = await databaseNow(tx)
  return {
    ...{ accountId, apiKeyId: undefined, renderingId: rendering.id, test, sender, label: undefined, reference: undefined },
    ...{ tracking: 'off' as const, codeSpaceId: row.firstNumber === undefined ? undefined : rendering.codeSpaceId, linkCount: 0 },
    ...{ linkValidityDays: undefined, currency: composition.settings.currency ?? undefined, flash: false, onUnknown: 'keep' as const },
    ...{ sendAt: now, validUntil: new Date(now.getTime() + VALIDITY_MS), exempt: true as const },
  }
}
