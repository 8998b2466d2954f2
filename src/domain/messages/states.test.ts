import { expect, test } from 'vitest'
import { messaging, send, silentLog } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { cancelMessage } from './cancel.ts'
import type { Carrier, OutboundMessage, SubmitOutcome } from './carrier.ts'
import { recordReceipts } from './outcomes.ts'
import { sendDue } from './send.ts'
import { sweepMessages } from './sweep.ts'

const db = await testDatabase()
const { parts, key, accountId } = await messaging(db)
const carrierId = 1n
let phones = 1_000_000

async function queue(request: Record<string, unknown> = {}): Promise<bigint> {
  const [recipient] = (await send(parts, key, { to: `+49151${++phones}0`, text: 'Hi shop.example', ...request })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  return recipient.id
}

/** A carrier that answers as told and remembers what it got. */
function carrier(answer: (message: OutboundMessage) => SubmitOutcome): Carrier & { got: OutboundMessage[] } {
  const got: OutboundMessage[] = []
  return { got, submit: async (message) => (got.push(message), answer(message)) }
}
const sendWith = (used: Carrier) => sendDue({ db, renderings: parts.renderings, carrier: used, carrierId, limit: 100, log: silentLog })
const accepting = () => carrier(({ id }) => ({ kind: 'accepted', carrierMessageId: `c${id}` }))
const rowOf = async (id: bigint) =>
  (
    await db<{ state: string; attempts: number; failure: string | null }[]>`select state, attempts, failure from messages where id = ${id}`
  )[0]
const eventsOf = async (id: bigint) =>
  (
    await db<
      { type: string }[]
    >`select type from outbox where data->>'message_id' = ${String(id)} and account_id = ${accountId} order by id`
  ).map((row) => row.type)

test('a queued message is rendered, submitted once and accepted, and a receipt settles it', async () => {
  const id = await queue()
  const used = accepting()
  await sendWith(used)
  expect(used.got).toHaveLength(1)
  expect(used.got[0]?.text).toMatch(/^Hi https:\/\/s\.test\/[0-9A-Za-z]{8}$/)
  expect(await rowOf(id)).toMatchObject({ state: 'accepted', attempts: 1 })
  const receipt = { carrierMessageId: `c${id}`, reference: undefined, state: 'delivered' as const, at: new Date(), failure: undefined }
  expect(await recordReceipts(db, { carrierId, receipts: [receipt] })).toBe(1)
  expect(await rowOf(id)).toMatchObject({ state: 'delivered' })
  expect(await eventsOf(id)).toEqual(['message.accepted', 'message.delivered'])
})

test('a receipt twice changes nothing, and a terminal state never moves', async () => {
  const id = await queue()
  await sendWith(accepting())
  const receipt = { carrierMessageId: undefined, reference: id, state: 'delivered' as const, at: new Date(), failure: undefined }
  expect(await recordReceipts(db, { carrierId, receipts: [receipt] })).toBe(1)
  expect(await recordReceipts(db, { carrierId, receipts: [receipt, { ...receipt, state: 'undelivered' }] })).toBe(0)
  expect(await rowOf(id)).toMatchObject({ state: 'delivered' })
})

test('a receipt that comes before the answer to the submit counts, and the answer does not undo it', async () => {
  const id = await queue()
  const early: Carrier = {
    submit: async (message) => {
      await recordReceipts(db, {
        carrierId,
        receipts: [{ carrierMessageId: undefined, reference: message.id, state: 'delivered', at: new Date(), failure: undefined }],
      })
      return { kind: 'accepted', carrierMessageId: `early${message.id}` }
    },
  }
  await sendWith(early)
  expect(await rowOf(id)).toMatchObject({ state: 'delivered' })
})

test('a rejected message is final and says why', async () => {
  const id = await queue()
  await sendWith(carrier(() => ({ kind: 'rejected', reason: 'spam' })))
  expect(await rowOf(id)).toEqual({ state: 'rejected', attempts: 1, failure: 'spam' })
})

test('what the carrier surely did not take goes back to the queue, and the try does not count', async () => {
  const id = await queue()
  await sendWith(carrier(() => ({ kind: 'unavailable', retryAfterMs: 0 })))
  expect(await rowOf(id)).toMatchObject({ state: 'queued', attempts: 0 })
  await sendWith(accepting())
  expect(await rowOf(id)).toMatchObject({ state: 'accepted', attempts: 1 })
})

test('an answer that never came is unknown; it is sent once more after 120 s with the same codes, and then never again', async () => {
  const id = await queue()
  const silent = carrier(() => ({ kind: 'unknown', reason: 'no_answer' }))
  await sendWith(silent)
  expect((await sweepMessages(db)).resent).toBe(0)
  await db`update messages set submitted_at = now() - interval '121 s' where id = ${id}`
  expect((await sweepMessages(db)).resent).toBe(1)
  await sendWith(silent)
  expect(silent.got.map((message) => message.text)[0]).toBe(silent.got.map((message) => message.text)[1])
  await db`update messages set submitted_at = now() - interval '121 s' where id = ${id}`
  expect((await sweepMessages(db)).resent).toBe(0)
  expect(await rowOf(id)).toMatchObject({ state: 'unknown', attempts: 2 })
})

test('a message that shall not be sent twice stays unknown', async () => {
  const id = await queue({ on_unknown: 'keep' })
  await sendWith(carrier(() => ({ kind: 'unknown', reason: 'no_answer' })))
  await db`update messages set submitted_at = now() - interval '121 s' where id = ${id}`
  await sweepMessages(db)
  expect(await rowOf(id)).toMatchObject({ state: 'unknown' })
})

test('a lapsed claim becomes unknown, never queued', async () => {
  const id = await queue()
  await db`update messages set state = 'submitting', attempts = 1, submitted_at = now(), claimed_until = now() - interval '1 s' where id = ${id}`
  await sweepMessages(db)
  expect(await rowOf(id)).toEqual({ state: 'unknown', attempts: 1, failure: 'claim_lapsed' })
})

test('a message past its validity is not sent any more', async () => {
  const id = await queue()
  await db`update messages set valid_until = now() - interval '1 s' where id = ${id}`
  const used = accepting()
  await sendWith(used)
  expect(used.got.filter((message) => message.id === id)).toEqual([])
  await sweepMessages(db)
  expect(await rowOf(id)).toMatchObject({ state: 'expired' })
})

test('a scheduled message waits, can be cancelled once, and then is not sent', async () => {
  const id = await queue({ send_at: new Date(Date.now() + 3_600_000).toISOString() })
  const used = accepting()
  await sendWith(used)
  await cancelMessage(db, { accountId, id })
  await cancelMessage(db, { accountId, id })
  await db`update messages set send_at = now() where id = ${id}`
  await sendWith(used)
  expect(used.got.filter((message) => message.id === id)).toEqual([])
  expect(await eventsOf(id)).toEqual(['message.cancelled'])
})

test('a message on its way cannot be cancelled, and one of another account does not exist', async () => {
  const id = await queue()
  await sendWith(accepting())
  await expect(cancelMessage(db, { accountId, id })).rejects.toMatchObject({ code: 'message_not_cancellable' })
  await expect(cancelMessage(db, { accountId: accountId + 999n, id })).rejects.toMatchObject({ code: 'not_found' })
})

test('two senders at once submit each message once', async () => {
  const ids = []
  for (let each = 0; each < 20; each++) ids.push(await queue())
  const used = accepting()
  await Promise.all([sendWith(used), sendWith(used), sendWith(used)])
  expect(used.got.map((message) => message.id).toSorted()).toEqual(ids.toSorted())
})
