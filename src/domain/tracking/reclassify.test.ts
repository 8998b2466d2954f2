import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aHit, safari, totalsOf } from '../../../test/helpers/hits.ts'
import { anAccount, differences, reviewAll, store, windows } from '../../../test/helpers/review.ts'
import { coarseAgent, ANY_PERSON } from './coarseAgent.ts'
import { reclassify as reclassifyWith } from './reclassify.ts'
import type { HitRecord } from './record.ts'
import { RULES_VERSION } from './verdict.ts'

const db = await testDatabase({ max: 8 })
const SENT_AT = Date.UTC(2026, 10, 24, 10, 0, 0)
const account = await anAccount(db, { submittedAt: new Date(SENT_AT), links: 2, messages: 1_000 })
const reclassify = () => reclassifyWith(db, { onSlice: () => undefined })
const hit = (values: Partial<HitRecord> = {}) =>
  aHit({ accountId: account, at: SENT_AT + 60_000, network: (34 << 16) + (90 << 8), ...values })

beforeEach(async () => {
  await db`truncate hits, link_totals, hit_rollups, outbox, audit_entries, hit_review_ranges`
})

/** Stores hits as taps of an iPhone and then gives them their own user agents, as if older rules had taken them for that. */
async function storeAsTaps(hits: readonly HitRecord[]) {
  await store(
    db,
    hits.map((one, number) => ({ ...one, number, userAgent: safari })),
  )
  const agents = hits.map(({ userAgent }) => userAgent)
  await db`
    update hits set rules_version = 0, user_agent = agent from unnest(${agents}::text[]) with ordinality as own (agent, place)
    where number = place - 1`
  const aggregate = hits.find((one) => one.aggregate)
  if (aggregate !== undefined) await db`update hits set rules_version = 0, user_agent = ${aggregate.userAgent} where message_id is null`
}

test('the current rules replace what older ones said, and every figure follows', async () => {
  await storeAsTaps([
    hit({ messageId: 1, at: SENT_AT + 50_000, userAgent: 'curl/8.5.0' }),
    hit({ messageId: 1 }),
    hit({ messageId: 1, link: 1, number: 101, userAgent: 'WhatsApp/2' }),
    hit({ messageId: 2, userAgent: windows, at: SENT_AT + 3_000 }),
    hit({ messageId: 3, userAgent: windows, at: SENT_AT + 300_000 }),
    hit({ messageId: 3, userAgent: windows, at: SENT_AT + 90_000_000 }),
    hit({ aggregate: true, userAgent: 'curl/8.5.0' }),
  ])
  expect(await differences(db)).toEqual([])
  const { hits, from, to, corrections } = await reclassify()
  expect({ hits, from, to }).toEqual({ hits: 7, from: new Date(SENT_AT + 3_000), to: new Date(SENT_AT + 90_000_000) })
  expect(corrections).toMatchObject([
    { accountId: BigInt(account), changed: 4, clicks: -4, uniqueClicks: -2, clickers: -1, views: 1, bots: 3 },
  ])
  expect(await differences(db)).toEqual([])
  expect(await db`select message_id::int as id, verdict, reasons, device from hits where message_id = 2`).toEqual([
    { id: 2, verdict: 'bot', reasons: ['soon_after_send'], device: 'desktop' },
  ])
  expect(await db`select first_click_at as at, message_first_click_at as first from link_totals where message_id = 1 and link = 0`).toEqual(
    [{ at: new Date(SENT_AT + 60_000), first: new Date(SENT_AT + 60_000) }],
  )
  expect(await db`select distinct rules_version as version from hits`).toEqual([{ version: RULES_VERSION }])
})

test('each account gets an audit entry with the period, and one event if its figures moved', async () => {
  await db`insert into accounts (id, name) overriding system value values (${account + 1}, 'b')`
  await storeAsTaps([hit({ userAgent: 'curl/8.5.0' }), hit({ messageId: 2, test: true }), hit({ accountId: account + 1, messageId: 3 })])
  await reclassify()
  await reclassify()
  expect(await db`select account_id as id, data->'hits' as hits from outbox where type = 'hits.reclassified'`).toEqual([
    { id: BigInt(account), hits: 1 },
  ])
  const entries =
    await db`select account_id as id, actor, data->>'examined' as hits, data->>'from' as from from audit_entries order by audit_entries.id`
  const ofAccount = { actor: 'operator', from: new Date(SENT_AT + 60_000).toISOString() }
  expect(entries).toHaveLength(4)
  expect(entries.slice(0, 2)).toEqual([
    { ...ofAccount, id: BigInt(account), hits: '2' },
    { ...ofAccount, id: BigInt(account + 1), hits: '1' },
  ])
})

test('what the rules say already is not touched', async () => {
  await store(db, [hit(), hit({ messageId: 2, userAgent: windows, at: SENT_AT + 2_000 }), hit({ messageId: 3, aggregate: true })])
  await reviewAll(db)
  const places = () => db`select ctid::text from hits order by 1`
  const before = await places()
  expect(await reclassify()).toMatchObject({ hits: 3, corrections: [] })
  expect(await places()).toEqual(before)
})

test('a hit of aggregate mode is judged the same by its coarse user agent', async () => {
  const unrecognisable = 'Mozilla/5.0 (Linux; Android 14; iPad) Mobile'
  expect(coarseAgent(unrecognisable)).toBe(ANY_PERSON)
  await store(db, [hit({ aggregate: true, userAgent: unrecognisable }), hit({ aggregate: true, userAgent: safari })])
  await db`update hits set rules_version = 0`
  expect(await reclassify()).toMatchObject({ hits: 2, corrections: [] })
  expect(await db`select distinct rules_version as version from hits`).toEqual([{ version: RULES_VERSION }])
})

test('a reclassification while hits come in leaves every figure right', async () => {
  const batch = (seed: number) =>
    Array.from({ length: 300 }, (_, at) =>
      hit({
        messageId: 1 + (at % 60),
        number: at,
        at: SENT_AT + seed * 700 + at * 9,
        link: at % 2,
        userAgent: at % 3 === 0 ? windows : safari,
      }),
    )
  await storeAsTaps([0, 1, 2, 3, 4].flatMap(batch))
  const drain = (async () => {
    for (let seed = 5; seed < 12; seed++) await store(db, batch(seed))
  })()
  await Promise.all([drain, reclassify()])
  await reviewAll(db)
  expect(await differences(db)).toEqual([])
  expect(await totalsOf(db)).toMatchObject({ hits: 3_600, clickers: 40 })
})
