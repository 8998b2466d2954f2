import { sendRequest } from '../../contract/messages.ts'
import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import type { Sender } from '../accounts/keys.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { readFields } from '../contacts/fieldValues.ts'
import { sendMessages, type SendParts, type SendResult } from '../messages/create.ts'
import { requireCampaign, type Target } from './campaign.ts'
import { requestOf } from './campaigns.ts'
import { listVariants, type CampaignRow, type VariantRow } from './store.ts'

/** What became of one text for one number. */
export type TestMessage = { variant_id: string; to: string; message_id: string | null; detail: string | null }

type Test = { key: Sender; to: readonly string[]; values?: Record<string, string | number> | undefined; now: Date }

/**
 * Sends each text of a campaign to some numbers, by the carrier that the campaign takes. The messages are marked as tests, so they stay out
 * of every figure. A number that is a contact gets its own merge values.
 * @throws AppError `not_found`
 */
export async function sendTest(parts: SendParts, target: Target, test: Test): Promise<TestMessage[]> {
  const campaign = await requireCampaign(parts.db, target)
  const { defaultCountry } = await accountSettings(parts.db, target.accountId)
  const sent: TestMessage[] = []
  for (const variant of await listVariants(parts.db, target))
    for (const to of test.to) sent.push(await sendOne(parts, { campaign, variant, to, defaultCountry, test }))
  return sent
}

type One = { campaign: CampaignRow; variant: VariantRow; to: string; defaultCountry: string | null; test: Test }

async function sendOne(parts: SendParts, { campaign, variant, to, defaultCountry, test }: One): Promise<TestMessage> {
  const { accountId, sender, settings } = campaign
  const parsed = parsePhone(to, defaultCountry ?? undefined)
  const fields = parsed.kind === 'ok' ? await readFields(parts.db, { accountId, phone: parsed.phone }) : undefined
  const request = sendRequest.parse({
    ...requestOf(variant, settings),
    to: { phone: to, values: { ...test.values, ...fields } },
    from: variant.sender ?? sender,
    flash: settings.flash,
    label: settings.label,
    on_unknown: 'keep',
  })
  const told = { variant_id: String(variant.id), to }
  try {
    const { body } = await sendMessages(parts, {
      key: test.key,
      request,
      idempotency: undefined,
      now: test.now,
      isTrial: true,
      present: idOf,
    })
    return { ...told, message_id: String(body), detail: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...told, message_id: null, detail: error.message }
  }
}

function idOf({ recipients }: SendResult): string {
  const [only] = recipients
  if (only?.kind !== 'prepared') throw new Error('A message to one recipient is queued or refused whole')
  return String(only.id)
}
