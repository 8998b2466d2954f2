import { expect, test } from 'vitest'
import { messaging, send, silentLog } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import type { Receipt, SubmitOutcome } from './carrier.ts'
import { recordOutcomes, recordReceipts } from './outcomes.ts'
import { sendDue, startDue } from './send.ts'
import { claimQueued, TRANSACTIONAL } from './claim.ts'
import { sweepParked } from './sweep.ts'

const db = await testDatabase({ max: 8 })
const { parts, key } = await messaging(db)
const carrierId = 1n
let phones = 2_000_000

async function queue(): Promise<bigint> {
  const [recipient] = (await send(parts, key, { to: `+49151${++phones}0`, text: 'Hi' })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  return 'id' in recipient ? recipient.id : 0n
}
const sendWith = (submit: () => Promise<SubmitOutcome>) =>
  sendDue({ db, renderings: parts.renderings, carrier: { submit }, carrierId, limit: 100, log: silentLog })
const receipt = (carrierMessageId: string, state: Receipt['state'] = 'delivered'): Receipt => ({
  ...{ carrierMessageId, reference: undefined, state, at: new Date(), failure: state === 'delivered' ? undefined : 'x' },
})
const hand = (...receipts: Receipt[]) => recordReceipts(db, { carrierId, receipts })
const stateOf = async (id: bigint) => (await db<{ state: string }[]>`select state from messages where id = ${id}`)[0]?.state
const parked = async () => (await db<{ count: number }[]>`select count(*)::int as count from parked_receipts`)[0]?.count

test('a receipt that comes before the id of its message is known is parked, and counts once the answer is there', async () => {
  const id = await queue()
  await sendWith(async () => {
    expect(await hand(receipt('early'), receipt('early', 'undelivered'))).toBe(0)
    expect(await hand(receipt('early', 'expired'))).toBe(0)
    expect(await sweepParked(db)).toBe(0)
    return { kind: 'accepted', carrierMessageId: 'early' }
  })
  expect([await stateOf(id), await parked()]).toEqual(['accepted', 1])
  expect(await sweepParked(db)).toBe(1)
  expect([await stateOf(id), await parked()]).toEqual(['delivered', 0])
  expect(await hand(receipt('early', 'undelivered'))).toBe(0)
  expect([await stateOf(id), await parked()]).toEqual(['delivered', 0])
})

test("a receipt for somebody else's message is parked for an hour and then forgotten; one with a reference never is", async () => {
  await hand(receipt('foreign'), { ...receipt('foreign-2'), reference: 999_999_999n })
  expect(await parked()).toBe(1)
  await db`update parked_receipts set parked_at = now() - interval '59 min'`
  await sweepParked(db)
  expect(await parked()).toBe(1)
  await db`update parked_receipts set parked_at = now() - interval '61 min'`
  await sweepParked(db)
  expect(await parked()).toBe(0)
})

test('an id that a carrier gives to several messages is kept for the first, and recording goes on', async () => {
  const ids = [await queue(), await queue(), await queue()]
  await sendWith(async () => ({ kind: 'accepted', carrierMessageId: 'same' }))
  expect(await Promise.all(ids.map(stateOf))).toEqual(['accepted', 'accepted', 'accepted'])
  const later = await queue()
  await sendWith(async () => ({ kind: 'accepted', carrierMessageId: 'same' }))
  expect(await stateOf(later)).toBe('accepted')
  expect(await hand(receipt('same'))).toBe(1)
})

test('an answer that never came back keeps the id that an earlier one told', async () => {
  const id = await queue()
  await sendWith(async () => ({ kind: 'accepted', carrierMessageId: 'kept' }))
  await db`update messages set state = 'unknown' where id = ${id}`
  await recordOutcomes(db, [{ id, outcome: { kind: 'unknown', reason: 'late' } }])
  expect(await hand(receipt('kept'))).toBe(1)
})

test('a slow answer holds up nobody: what is answered is recorded at once', async () => {
  const [slow, quick] = [await queue(), await queue()]
  let answer: () => void = () => undefined
  const held = new Promise<void>((resolve) => (answer = resolve))
  const submit = async ({ id }: { id: bigint }): Promise<SubmitOutcome> => {
    if (id === slow) await held
    return { kind: 'accepted', carrierMessageId: `c${id}` }
  }
  const { finished } = await startDue({ db, renderings: parts.renderings, carrier: { submit }, carrierId, limit: 100, log: silentLog })
  await expect.poll(() => stateOf(quick)).toBe('accepted')
  expect(await stateOf(slow)).toBe('submitting')
  answer()
  expect(await finished).toMatchObject({ accepted: 2, unavailable: 0 })
  expect(await stateOf(slow)).toBe('accepted')
})

test('a carrier that puts off one message alone is not taken for one that takes nothing', async () => {
  const id = await queue()
  const submit = async (): Promise<SubmitOutcome> => ({ kind: 'unavailable', retryAfterMs: 60_000, isOnlyThis: true })
  const { finished } = await startDue({ db, renderings: parts.renderings, carrier: { submit }, carrierId, limit: 100, log: silentLog })
  expect(await finished).toMatchObject({ unavailable: 0, retryAfterMs: undefined })
  expect(await stateOf(id)).toBe('queued')
})

test('however many claim at once, no calendar second has more than the rate, and a paused carrier gives nothing', async () => {
  await db`update carriers set messages_per_second = 20 where id = ${carrierId}`
  const ids = []
  for (let each = 0; each < 50; each++) ids.push(await queue())
  const claimed: bigint[] = []
  while (claimed.length < ids.length) {
    const slices = await Promise.all([1, 2, 3, 4].map(() => claimQueued(db, { lane: TRANSACTIONAL, carrierId, limit: 20 })))
    claimed.push(...slices.flatMap((slice) => slice.claimed.map((message) => message.id)))
  }
  expect(claimed.toSorted()).toEqual(ids.toSorted())
  const seconds = await db<{ count: number }[]>`
    select count(*)::int as count from messages where id = any(${ids.map(String)}::bigint[]) group by date_trunc('second', submitted_at)`
  expect(Math.max(...seconds.map((second) => second.count))).toBeLessThanOrEqual(20)
  await queue()
  await db`update carriers set messages_per_second = 500, paused_at = now() where id = ${carrierId}`
  expect(await claimQueued(db, { lane: TRANSACTIONAL, carrierId, limit: 20 })).toEqual({ claimed: [], isOverLimit: false })
  await db`update carriers set paused_at = null where id = ${carrierId}`
})
