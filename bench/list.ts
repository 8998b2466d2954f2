/**
 * `GET /v1/messages` over a million messages of an account, beside another one: no filter, each alone and each two together, at the value
 * that most messages have and at one that hardly any has. Argument: calls of each, of which the median counts, 5 unless told.
 */
import { findFiltered } from './node/asking.ts'
import { inFolder, openDatabase } from './node/database.ts'
import { filters, insertLogbooks, MESSAGES, OTHERS } from './node/logbook.ts'
import { argument, count, judge, quantile, say } from './node/say.ts'
import { openWeb, unlimitedKey } from './node/webServer.ts'

const CALLS = argument(0, 5)
const MAX_MS = 50
const SHOWN = 12

type Query = Readonly<Record<string, string>>
type Timed = { query: Query; ms: number; rows: number }

/** Every filter at both ends, alone and with each other one. */
function queries(): Query[] {
  const singles = Object.entries(filters).flatMap(([name, { common, rare }]) => [{ [name]: common }, { [name]: rare }])
  const pairs = singles.flatMap((one, at) =>
    singles.slice(at + 1).flatMap((other) => (Object.keys(one)[0] === Object.keys(other)[0] ? [] : [{ ...one, ...other }])),
  )
  return [{}, ...singles, ...pairs]
}

const nameOf = (query: Query) =>
  Object.entries(query)
    .map(([name, value]) => `${name} ${filters[name]?.rare === value ? 'rare' : 'common'}`)
    .join(', ') || 'no filter'

function report(account: string, timed: readonly Timed[]): void {
  const slowest = timed.toSorted((a, b) => b.ms - a.ms)
  const singles = timed.filter(({ query }) => Object.keys(query).length < 2)
  say(
    `${account}: ${timed.length} queries, median ${quantile(
      timed.map(({ ms }) => ms),
      0.5,
    ).toFixed(1)} ms`,
  )
  for (const { query, ms, rows } of singles)
    say(`  ${nameOf(query).padEnd(24)} ${ms.toFixed(1).padStart(7)} ms ${String(rows).padStart(4)} rows`)
  say(`  the slowest pairs`)
  for (const { query, ms, rows } of slowest.filter(({ query }) => Object.keys(query).length > 1).slice(0, SHOWN))
    say(`  ${nameOf(query).padEnd(48)} ${ms.toFixed(1).padStart(7)} ms ${String(rows).padStart(4)} rows`)
  const late = timed.filter(({ ms }) => ms > MAX_MS).length
  say(`  above ${MAX_MS} ms: ${late} of ${timed.length} ${judge(late === 0)}`)
}

await inFolder(async (dir) => {
  say(`Making ${count(MESSAGES)} messages, and ${count(OTHERS)} of another account ...`)
  const database = await openDatabase(dir)
  await insertLogbooks(database.db)
  const app = await openWeb(database, dir)
  for (const [account, id] of [
    ['a fifth clicked', 1n],
    ['three clicked', 2n],
  ] as const) {
    const key = await unlimitedKey(database, id)
    const timed: Timed[] = []
    for (const query of queries()) timed.push({ query, ...(await findFiltered(app, { key, query, calls: CALLS })) })
    report(account, timed)
  }
  await app.close()
  await database.close()
})
