/**
 * A send by a client of seven.io beside the same send over `/v1`: one recipient, a tracked link, a label and a reference, through the whole
 * server without a socket. The kinds take turns in short blocks, so that what the machine does meanwhile meets all of them. Argument: calls of
 * each kind, 3,000 unless told.
 */
import { inFolder, openDatabase } from './node/database.ts'
import { argument, count, judge, say } from './node/say.ts'
import { openWeb, unlimitedKey } from './node/webServer.ts'

const CALLS = argument(0, 3_000)
const BLOCK = 50
/** What the layer may add. */
const BAR = 1.1

const text = 'Your order is on its way: https://shop.example/orders?utm_source=sms&utm_medium=text'
let phones = 10_000_000
const to = () => `+49151${++phones}`

type Call = {
  url: string
  headers: Record<string, string>
  body: () => string
  isAccepted: (answer: { status: number; body: string }) => boolean
}

function calls(key: string): Record<string, Call> {
  const common = { from: 'Shop', text, label: 'orders' }
  const json = { 'content-type': 'application/json' }
  const seven = {
    url: '/compat/seven/api/sms',
    isAccepted: ({ status, body }: { status: number; body: string }) => status === 200 && body.includes('"success":"100"'),
  }
  const headers = { 'x-api-key': key, accept: 'application/json', sentwith: 'js' }
  const sms = () => ({ ...common, to: to(), foreign_id: 'order-4711', performance_tracking: true })
  return {
    v1: {
      ...{ url: '/v1/messages', headers: { ...json, authorization: `Bearer ${key}` }, isAccepted: ({ status }) => status === 202 },
      body: () => JSON.stringify({ ...common, to: to(), reference: 'order-4711' }),
    },
    'seven.io, JSON, no_reload': { ...seven, headers: { ...headers, ...json }, body: () => JSON.stringify({ ...sms(), no_reload: true }) },
    'seven.io, JSON, with the reload lock': { ...seven, headers: { ...headers, ...json }, body: () => JSON.stringify(sms()) },
    'seven.io, form, with the reload lock': {
      ...{ ...seven, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } },
      body: () => new URLSearchParams({ ...sms(), performance_tracking: '1' }).toString(),
    },
  }
}

type Server = Awaited<ReturnType<typeof openWeb>>

/** Milliseconds of a block of calls, one after the other. */
async function block(app: Server, { url, headers, body, isAccepted }: Call): Promise<number> {
  const bodies = Array.from({ length: BLOCK }, body)
  const startedAt = performance.now()
  for (const payload of bodies) {
    const answer = await app.inject({ method: 'POST', url, headers, payload })
    if (!isAccepted({ status: answer.statusCode, body: answer.body }))
      throw new Error(`${url} answered ${answer.statusCode}: ${answer.body}`)
  }
  return performance.now() - startedAt
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

await inFolder(async (dir) => {
  const database = await openDatabase(dir)
  await database.db`insert into accounts (name) values ('bench')`
  const app = await openWeb(database, dir)
  await app.ready()
  const kinds = Object.entries(calls(await unlimitedKey(database, 1n)))
  for (const [, call] of kinds) await block(app, call)
  const times = new Map<string, number[]>(kinds.map(([name]) => [name, []]))
  for (let round = 0; round < CALLS / BLOCK; round++)
    for (const [name, call] of kinds) times.get(name)?.push((await block(app, call)) / BLOCK)
  const bare = median(times.get('v1') ?? [])
  say(`${count(CALLS)} calls of each kind, medians of blocks of ${BLOCK}; over /v1 ${bare.toFixed(2)} ms`)
  for (const [name, list] of [...times].slice(1)) {
    const ratio = median(list) / bare
    say(`  ${name.padEnd(38)} ${median(list).toFixed(2)} ms, ${ratio.toFixed(2)} times, at most ${BAR} ${judge(ratio <= BAR)}`)
  }
  await app.close()
  await database.close()
})
