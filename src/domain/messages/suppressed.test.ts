import { expect, test, vi } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging, newAccount, send, silentLog } from '../../../test/helpers/messaging.ts'
import { eraseFromSuppressions, isSuppressed, suppress, unsuppress } from '../contacts/suppressions.ts'
import type { OutboundMessage } from './carrier.ts'
import { recordOutcomes } from './outcomes.ts'
import { sendDue } from './send.ts'

const db = await testDatabase()
const { parts, key, accountId } = await messaging(db)
const { phoneHash } = parts
let phones = 3_000_000
const aPhone = () => `+49151${++phones}0`

async function queue(phone: string, request: Record<string, unknown> = {}): Promise<bigint> {
  const [recipient] = (await send(parts, key, { to: phone, text: 'Hi', ...request })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  return recipient.id
}

/** Sends what is due and says which ids reached the carrier. */
async function sendAll(): Promise<bigint[]> {
  const got: bigint[] = []
  const submit = async ({ id }: OutboundMessage) => (got.push(id), { kind: 'accepted' as const, carrierMessageId: `s${id}` })
  await sendDue({ db, renderings: parts.renderings, carrier: { submit }, carrierId: 1n, limit: 200, log: silentLog })
  return got
}
const rowOf = async (id: bigint) =>
  (await db`select state, attempts, submitted_at, settled_at is not null as settled from messages where id = ${id}`)[0]
const eventsOf = async (id: bigint) =>
  (await db<{ type: string }[]>`select type from outbox where data->>'message_id' = ${String(id)} order by id`).map(({ type }) => type)

test('a number that is suppressed while its message waits is not sent to, and the others are', async () => {
  const [stopped, wanted] = [aPhone(), aPhone()]
  const [stoppedId, wantedId] = [await queue(stopped), await queue(wanted)]
  await suppress(db, phoneHash, { accountId, phone: stopped, source: 'manual' })
  expect(await sendAll()).toEqual([wantedId])
  expect(await rowOf(stoppedId)).toEqual({ state: 'suppressed', attempts: 0, submitted_at: null, settled: true })
  expect(await eventsOf(stoppedId)).toEqual(['message.suppressed'])
})

test('a message to a suppressed number is suppressed from the start, also when only the hash of the number is left', async () => {
  const phone = aPhone()
  await suppress(db, phoneHash, { accountId, phone, source: 'manual' })
  await eraseFromSuppressions(db, { accountId, phoneHash: phoneHash({ accountId, phone }) })
  expect(await db`select 1 from suppressions where phone = ${phone}`).toHaveLength(0)
  const id = await queue(phone)
  expect(await sendAll()).toEqual([])
  expect(await rowOf(id)).toMatchObject({ state: 'suppressed', settled: true })
  expect(await eventsOf(id)).toEqual(['message.suppressed'])
})

test('a suppression belongs to one account', async () => {
  const phone = aPhone()
  const other = await newAccount(db)
  await suppress(db, phoneHash, { accountId: other.accountId, phone, source: 'manual' })
  const id = await queue(phone)
  expect(await sendAll()).toEqual([id])
  expect(phoneHash({ accountId, phone })).not.toEqual(phoneHash({ accountId: other.accountId, phone }))
})

test('a number can be suppressed twice and let free once, erased or not', async () => {
  const phone = aPhone()
  const target = { accountId, phone }
  await suppress(db, phoneHash, { ...target, source: 'stop' })
  await suppress(db, phoneHash, { ...target, source: 'manual' })
  expect(await db`select source from suppressions where phone = ${phone}`).toEqual([{ source: 'stop' }])
  await eraseFromSuppressions(db, { accountId, phoneHash: phoneHash(target) })
  expect(await isSuppressed(db, phoneHash, target)).toBe(true)
  const byHand = { ...target, actor: 'operator' }
  expect(await unsuppress(db, phoneHash, byHand)).toBe(true)
  expect(await unsuppress(db, phoneHash, byHand)).toBe(false)
  expect(await isSuppressed(db, phoneHash, target)).toBe(false)
})

test('a message that may have been sent before its number was suppressed stays unknown and is not tried again', async () => {
  const phone = aPhone()
  const id = await queue(phone)
  await sendAll()
  await db`update messages set state = 'submitting', claimed_until = now() where id = ${id}`
  await recordOutcomes(db, [{ id, outcome: { kind: 'unknown', reason: 'no_answer' } }])
  await db`update messages set state = 'queued', send_at = now() where id = ${id}`
  await suppress(db, phoneHash, { accountId, phone, source: 'manual' })
  expect(await sendAll()).toEqual([])
  expect(await rowOf(id)).toMatchObject({ state: 'unknown', attempts: 1, settled: false })
  expect(await db`select on_unknown from messages where id = ${id}`).toEqual([{ on_unknown: 'keep' }])
})

test('a claim that grew old before it could be submitted is given back, so that an opt-out is looked up again', async () => {
  const phone = aPhone()
  const id = await queue(phone)
  const got: bigint[] = []
  const submit = async (message: OutboundMessage) => (
    got.push(message.id),
    { kind: 'accepted' as const, carrierMessageId: `g${message.id}` }
  )
  const now = vi.spyOn(performance, 'now')
  const slow = {
    ...parts.renderings,
    get: async (renderingId: bigint) => (now.mockReturnValue(Number.MAX_SAFE_INTEGER), parts.renderings.get(renderingId)),
  }
  await sendDue({ db, renderings: slow, carrier: { submit }, carrierId: 1n, limit: 200, log: silentLog })
  now.mockRestore()
  expect(got).toEqual([])
  expect(await rowOf(id)).toMatchObject({ state: 'queued', attempts: 0, submitted_at: null })
  await suppress(db, phoneHash, { accountId, phone, source: 'manual' })
  expect(await sendAll()).toEqual([])
  expect(await rowOf(id)).toMatchObject({ state: 'suppressed' })
})
