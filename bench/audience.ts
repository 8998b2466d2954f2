/**
 * An audience of a million contacts, counted, and read in slices as an expansion does, by rules of each kind. Argument: how many campaigns
 * went to all of them in 25 months, 5 unless told, so five million messages.
 */
import { audienceCondition } from '../src/domain/audiences/compile.ts'
import { countAudience } from '../src/domain/audiences/count.ts'
import { resolveAudience } from '../src/domain/audiences/resolve.ts'
import { createPhoneHash } from '../src/domain/contacts/phoneHash.ts'
import { audience, type Audience } from '../src/contract/audiences.ts'
import { unprepared, type Pool } from '../src/platform/db.ts'
import { ACCOUNT, CONTACTS, insertAudience, insertSuppressions } from './node/audience.ts'
import { inFolder, openDatabase } from './node/database.ts'
import { argument, count, judge, quantile, say } from './node/say.ts'

const CAMPAIGNS = argument(0, 5)
/** A person waits for the answer; behaviour reads messages of each contact. */
const MAX_COUNT_S = { plain: 3, behaviour: 10 }
const SLICE = 2_000
const SLICES = 20
/** An expansion reads 500 of them, each in a transaction that writes. */
const MAX_SLICE_MS = 100

type Asked = { name: string; kind: keyof typeof MAX_COUNT_S; given: unknown }
const all = { kind: 'all' }
const campaign = (outcome: string) => ({ kind: 'campaign', campaign_id: '1', outcome })
const ordered = { kind: 'converted', name: 'order', days: 730, campaign_id: '1' }
const asked: readonly Asked[] = [
  { name: 'all', kind: 'plain', given: { include: [all] } },
  {
    name: 'half, without a tenth',
    kind: 'plain',
    given: { include: [{ kind: 'group', group_id: '1' }], exclude: [{ kind: 'group', group_id: '2' }] },
  },
  { name: 'a city of a thousand', kind: 'plain', given: { include: [{ kind: 'field', name: 'city', operator: 'is', value: 'City 7' }] } },
  { name: 'points above 900', kind: 'plain', given: { include: [{ kind: 'field', name: 'points', operator: 'greater', value: 900 }] } },
  { name: 'got a campaign and did not click', kind: 'behaviour', given: { include: [campaign('not_clicked')] } },
  { name: 'all but who clicked it', kind: 'behaviour', given: { include: [all], exclude: [campaign('clicked')] } },
  { name: 'clicked a link', kind: 'behaviour', given: { include: [{ kind: 'link', link_id: '1', outcome: 'clicked' }] } },
  {
    name: 'all but undelivered twice in 2 years',
    kind: 'behaviour',
    given: { include: [all], exclude: [{ kind: 'undelivered', times: 2, days: 730 }] },
  },
  { name: 'clicked any in 200 days', kind: 'behaviour', given: { include: [{ kind: 'clicked_any', days: 200 }] } },
  { name: 'clicked any in 2 years', kind: 'behaviour', given: { include: [{ kind: 'clicked_any', days: 730 }] } },
  { name: 'converted in 2 years', kind: 'behaviour', given: { include: [{ kind: 'converted', days: 730 }] } },
  { name: 'all but who ordered from a campaign', kind: 'behaviour', given: { include: [all], exclude: [ordered] } },
  { name: 'got a campaign, did not order', kind: 'behaviour', given: { include: [{ ...ordered, kind: 'not_converted' }] } },
  { name: 'clicked none in 2 years', kind: 'behaviour', given: { include: [{ kind: 'not_clicked_any', days: 730 }] } },
  {
    name: 'half, any of two campaigns or a link',
    kind: 'behaviour',
    given: {
      include: [
        {
          kind: 'all_of',
          rules: [
            { kind: 'group', group_id: '1' },
            {
              kind: 'any_of',
              rules: [campaign('clicked'), { ...campaign('viewed'), campaign_id: '2' }, { kind: 'link', link_id: '3', outcome: 'clicked' }],
            },
          ],
        },
      ],
    },
  },
]

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = performance.now()
  const result = await work()
  return { result, ms: performance.now() - startedAt }
}

/** Slices of contacts from the beginning, of which those are kept who fit. */
async function readSlices(db: Pool, resolved: Awaited<ReturnType<typeof resolveAudience>>): Promise<number[]> {
  const times: number[] = []
  for (let after = 0n; times.length < SLICES;) {
    const { result, ms } = await timed(async () =>
      unprepared(db<{ last: bigint; ids: bigint[] }[]>`
        with slice as materialized (
          select * from contacts where contacts.account_id = ${ACCOUNT} and contacts.id > ${after} order by contacts.id limit ${SLICE}
        )
        select (select max(id) from slice) as last, array(
          select contacts.id from slice contacts where ${audienceCondition(db, { accountId: ACCOUNT, audience: resolved })} order by contacts.id
        ) as ids`),
    )
    times.push(ms)
    after = result[0]?.last ?? after
  }
  return times
}

await inFolder(async (dir) => {
  say(`Making ${count(CONTACTS)} contacts and ${count(CONTACTS * CAMPAIGNS)} messages ...`)
  const database = await openDatabase(dir)
  const { db, secrets } = database
  const phoneHash = createPhoneHash(secrets)
  await insertAudience(db, { campaigns: CAMPAIGNS })
  const counted = (given: Audience, extra: { text?: string; cap?: { messages: number; days: number } } = {}) =>
    timed(async () => {
      const resolved = await resolveAudience(db, { accountId: ACCOUNT, audience: given })
      const order = { accountId: ACCOUNT, audience: resolved, text: extra.text, from: undefined, cap: extra.cap, isTest: false, sample: 20 }
      return countAudience({ db, phoneHash, timeoutMs: 120_000 }, order)
    })
  for (const { name, kind, given } of asked) {
    const parsed = audience.parse(given)
    const { result, ms } = await counted(parsed)
    const slices = await readSlices(db, await resolveAudience(db, { accountId: ACCOUNT, audience: parsed }))
    const median = quantile(slices, 0.5)
    say(
      `${name.padEnd(38)} ${count(result.will_receive).padStart(9)} of ${count(result.matched).padStart(9)}  counted in ${(ms / 1_000).toFixed(2)} s, at most ${MAX_COUNT_S[kind]} s ${judge(ms <= MAX_COUNT_S[kind] * 1_000)};  slice ${median.toFixed(0)} ms, at most ${MAX_SLICE_MS} ms ${judge(median <= MAX_SLICE_MS)}, slowest ${Math.max(...slices).toFixed(0)} ms`,
    )
  }
  await insertSuppressions(db, phoneHash, { erased: 100 })
  const everything = { text: 'Hi {first_name}', cap: { messages: 2, days: 400 } }
  const { result, ms } = await counted(audience.parse({ include: [all], exclude: [campaign('clicked')] }), everything)
  const reasons = result.left_out.map(({ reason, recipients }) => `${reason} ${count(recipients)}`).join(', ')
  say(`all reasons, 100 of the suppressed erased: ${(ms / 1_000).toFixed(2)} s, at most 15 s ${judge(ms <= 15_000)} (${reasons})`)
  await database.close()
})
