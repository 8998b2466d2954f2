import type { SendRequest } from '../../contract/messages.ts'
import { countNumbers, countTracked } from '../../lib/linkPlans.ts'
import { allowedSender } from '../../lib/sender.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import type { Sender } from '../accounts/keys.ts'
import { listSuppressed } from '../contacts/suppressions.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import { answerOnce } from '../idempotency.ts'
import type { Lease } from '../links/leases.ts'
import type { Rendering, Renderings } from '../links/rendered.ts'
import { ensureRendering } from '../links/renderings.ts'
import { loadPrices } from '../routing/prices.ts'
import { compose, type Composition } from './compose.ts'
import { listRepeated, refuseRepeated } from './repeats.ts'
import { listRecipients, prepareRecipients, type Prepared, type Refused } from './recipients.ts'
import { loadWays, routeRecipients, type Routed } from './routing.ts'
import { tellChanges } from './outcomes.ts'
import { parseSendAt } from './sendTime.ts'
import { insertMessages, type NewMessage } from './store.ts'

/** What sending needs besides the database; made once by the composition root. */
export type SendParts = {
  db: Db
  renderings: Renderings
  messageIds: Lease
  linkNumbers(codeSpaceId: number): Lease
  allowPrivateDestinations: boolean
  phoneHash: PhoneHash
  /** Tells the sender in this process that there is work. */
  wake(): void
}

/** A message as it was queued. */
export type Queued = Prepared & { id: bigint; text: string; links: { position: number; shortLink: string; destination: string }[] }
export type SendResult = { sendAt: Date; currency: string | null; recipients: (Queued | Refused)[] }
export type SendOptions<Answer> = {
  key: Sender
  request: SendRequest
  idempotency: { key: string; request: string } | undefined
  /** By the database's clock: the worker compares it with that. */
  now: Date
  /** Of a live key: goes out like any other, and stays out of every figure. */
  isTrial?: boolean
  /** For so many seconds the same text is not sent to the same number again; undefined: as often as is asked. */
  repeatLockS?: number | undefined
  /** How the result is told; stored with the Idempotency-Key in the transaction that inserts the messages. */
  present: (result: SendResult) => Answer
}

/**
 * Queues a text for its recipients, all in one transaction.
 * @throws AppError for a request that nobody can be sent; with one recipient also for that recipient's fault
 */
export async function sendMessages<Answer>(
  parts: SendParts,
  { idempotency, present, ...order }: SendOptions<Answer>,
): Promise<{ body: Answer | unknown; replayed: boolean }> {
  const run = async (tx: Db) => ({ status: 202, body: present(await queueMessages(parts, tx, order)) })
  const answer = await inTransaction(parts.db, (tx) =>
    idempotency === undefined
      ? run(tx).then((given) => ({ ...given, replayed: false }))
      : answerOnce(tx, { accountId: order.key.accountId, ...idempotency }, () => run(tx)),
  )
  parts.wake()
  return { body: answer.body, replayed: answer.replayed }
}

/** Says what sending would come to, by sending and taking all of it back. */
export async function rehearseMessages(parts: SendParts, order: Order): Promise<SendResult> {
  let result: SendResult | undefined
  const takenBack = new Error('A rehearsal is taken back')
  await inTransaction(parts.db, async (tx) => {
    result = await queueMessages(parts, tx, order)
    throw takenBack
  }).catch((error: unknown) => {
    if (error !== takenBack) throw error
  })
  if (result === undefined) throw new Error('A rehearsal was taken back before it took place')
  return result
}

/** What is to be sent, for whom, from when on. */
export type Order = Omit<SendOptions<never>, 'idempotency' | 'present'>

async function queueMessages(parts: SendParts, tx: Db, { key, request, now, isTrial = false, repeatLockS }: Order): Promise<SendResult> {
  const { accountId } = key
  const sender = allowedSender(request.from, await accountSettings(parts.db, accountId))
  const sendAt = parseSendAt({ sendAt: request.send_at, timeZone: request.time_zone, delaySeconds: request.delay_seconds, now })
  const recipients = listRecipients(request.to, request.values)
  const fieldUrls = recipients.flatMap((recipient) => Object.values(recipient.values).filter((value) => value.includes('.')))
  const composition = await compose(parts.db, { accountId, request, allowPrivate: parts.allowPrivateDestinations, fieldUrls })
  const prices = await loadPrices(parts.db, { currency: composition.settings.currency })
  const findWay = await loadWays(tx, { sender, test: key.mode === 'test' })
  const prepared = routeRecipients(prepareRecipients(composition, recipients, prices), findWay)
  const only = prepared.length === 1 ? prepared[0] : undefined
  if (only?.kind === 'refused') throw only.error
  if (prepared.every((recipient) => recipient.kind === 'refused'))
    return { sendAt, currency: null, recipients: prepared.filter((each) => each.kind === 'refused') }
  const rendering = await renderingOf(parts, tx, { accountId, composition })
  const phones = prepared.flatMap((recipient) => (recipient.kind === 'refused' ? [] : [recipient.phone]))
  const test = isTrial || request.trial === true || key.mode === 'test'
  const [suppressed, repeated] = await Promise.all([
    listSuppressed(tx, parts.phoneHash, { accountId, phones }),
    listRepeated(tx, { accountId, test, renderingId: rendering.id, flash: request.flash, phones, seconds: repeatLockS }),
  ])
  const results = []
  for (const recipient of refuseRepeated(prepared, repeated))
    results.push(recipient.kind === 'refused' ? recipient : await numberRecipient(parts, { recipient, composition, rendering, suppressed }))
  const common = commonColumns({ key, test, request, composition, sender, sendAt, rendering })
  const rows = results.flatMap((result) => (result.kind === 'refused' ? [] : [result.row]))
  await insertMessages(tx, { common, messages: rows })
  await tellChanges(
    tx,
    rows.filter((row) => row.isSuppressed).map((row) => suppressedChange(row, common)),
  )
  return {
    sendAt,
    currency: composition.settings.currency,
    recipients: results.map((result) => (result.kind === 'refused' ? result : result.queued)),
  }
}

/** Reads the rendering inside the transaction that may have made it; it is cached only once it is committed. */
export async function renderingOf(
  { renderings }: SendParts,
  tx: Db,
  { accountId, composition }: { accountId: bigint; composition: Composition },
): Promise<Rendering> {
  const id = await ensureRendering(tx, {
    accountId,
    text: composition.text,
    domain: composition.domain,
    linkForm: composition.linkForm,
    links: composition.plans,
  })
  return renderings.load(tx, id)
}

type NumberOptions = { recipient: Routed; composition: Composition; rendering: Rendering; suppressed: ReadonlySet<string> }
type Numbered = { kind: 'numbered'; queued: Queued; row: NewMessage }

/** Gives a message its id and the numbers of its links. */
export async function numberRecipient(
  parts: SendParts,
  { recipient, composition, rendering, suppressed }: NumberOptions,
): Promise<Numbered> {
  const id = BigInt(await parts.messageIds.take(1))
  const numbers = countNumbers(rendering.linkKinds)
  const firstNumber = numbers === 0 ? undefined : await parts.linkNumbers(rendering.codeSpaceId).take(numbers)
  const text = parts.renderings.text(rendering, { firstNumber, mergeValues: recipient.values })
  const shortLinks = firstNumber === undefined ? [] : parts.renderings.shortLinks(rendering, firstNumber)
  const links = shortLinks.flatMap((shortLink, position) =>
    shortLink === undefined || rendering.linkKinds[position] !== 'tracked'
      ? []
      : [{ position, shortLink, destination: destinationFor(composition, position, recipient) }],
  )
  const { phone, country, values, reference, parts: counted, priceMicros, way } = recipient
  return {
    kind: 'numbered',
    queued: { ...recipient, id, text, links },
    row: {
      ...{ id, ...way, phone, country, values, reference, firstNumber, encoding: counted.encoding, parts: counted.parts, priceMicros },
      isSuppressed: suppressed.has(phone),
    },
  }
}

const suppressedChange = (
  { id, reference }: NewMessage,
  { accountId, test, label, reference: shared }: ReturnType<typeof commonColumns>,
) => ({
  ...{ id, accountId, test, state: 'suppressed', failure: null, label: label ?? null },
  reference: reference ?? shared ?? null,
})

/** Where a recipient's link leads, in the words of the answer. */
function destinationFor({ plans }: Composition, position: number, { values }: Prepared): string {
  const plan = plans[position]
  if (plan === undefined) throw new Error(`A link at position ${position} was numbered but never planned`)
  return plan.destinationKind === 'value' ? (values[plan.destination] ?? '') : plan.destination
}

type CommonOptions = {
  key: Sender
  test: boolean
  request: SendRequest
  composition: Composition
  sender: string
  sendAt: Date
  rendering: Rendering
}

function commonColumns({ key, test, request, composition, sender, sendAt, rendering }: CommonOptions) {
  return {
    accountId: key.accountId,
    apiKeyId: key.id ?? undefined,
    userId: key.person?.userId,
    renderingId: rendering.id,
    test,
    sender,
    label: request.label,
    reference: request.reference,
    tracking: composition.tracking,
    codeSpaceId: countNumbers(rendering.linkKinds) === 0 ? undefined : rendering.codeSpaceId,
    linkCount: countTracked(rendering.linkKinds),
    linkValidityDays: request.link_validity_days ?? composition.settings.linkValidityDays ?? undefined,
    currency: composition.settings.currency ?? undefined,
    flash: request.flash,
    onUnknown: request.on_unknown,
    sendAt,
    validUntil: new Date(sendAt.getTime() + request.validity_minutes * 60_000),
  }
}
