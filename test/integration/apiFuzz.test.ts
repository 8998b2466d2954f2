/**
 * Every operation of the API's own document, with requests that it allows and with hostile ones. `FUZZ_RUNS` sets the requests of each kind
 * per operation (40 unless told), `FUZZ_SEED` where the generator begins; a failure prints its seed and the call that shows it.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { checker } from '../helpers/fuzz/answers.ts'
import { callOf, describeCall, requireFit, sendCall, showCookie, showKey, type Call } from '../helpers/fuzz/calls.ts'
import { makeHistory, makeKeys, makePeople } from '../helpers/fuzz/history.ts'
import { operationsOf, type Operation } from '../helpers/fuzz/operations.ts'
import { goodRequests, hostileRequests } from '../helpers/fuzz/requests.ts'
import { Seen } from '../helpers/fuzz/seen.ts'

const numRuns = Number(process.env.FUZZ_RUNS ?? 40)
const seed = Number(process.env.FUZZ_SEED ?? 20_261_124)
const TIMEOUT_MS = 60_000 + numRuns * 4_000
/** Ids of nothing at all: far above those in use, and the highest of all. */
const nowhere = ['1000000007', '999999999999999999']

const db = await testDatabase({ max: 10 })
const node = await api(db)
const { operations, schemas } = operationsOf((await node.app.inject('/openapi.json')).json())
const check = checker(schemas)
const about = { schemas, fault: check.fault }
const keys = await makeKeys(db, node)
const people = await makePeople(db, keys)
const seen = new Seen()
beforeAll(async () => makeHistory(db, node))

const rank = ({ method, path }: Operation) => (path.includes('{') ? 2 : method === 'POST' ? 0 : 1)
/** Those that make things first, so that the others find some. */
const inOrder = operations.toSorted((a, b) => rank(a) - rank(b))

type Who = keyof typeof people
/** By a key where one may; else as a person, each time with a new session, since some calls end theirs. */
const askAs = async (operation: Operation, call: Call, who: Who) =>
  ask(operation, call, operation.needsPerson ? showCookie(await people[who]()) : showKey(keys[who]))

const ask = async (operation: Operation, call: Call, shown: ReturnType<typeof showKey>) => {
  const given = await sendCall(node.app, call, shown)
  requireFit(check, operation, { call, given })
  if (operation.path.startsWith('/v1/keys')) await keys.mend()
  return given
}

test('the document describes the operations that the server has', () => {
  expect(operations.length).toBeGreaterThan(10)
})

describe.each(inOrder)('$name', (operation) => {
  test('answers what the document allows, as the document says', { timeout: TIMEOUT_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(goodRequests(operation, about), async (request) => {
        const call = callOf(operation, request, seen)
        const given = await askAs(operation, call, 'owner')
        if (given.status < 300) seen.collect(given.json)
        if (isShapeRefused(given.json)) throw new Error(`refused what the document allows: ${describeCall(call)}\n${given.text}`)
      }),
      { numRuns, seed },
    )
  })

  test('answers hostile requests with a problem, never with a failure of its own', { timeout: TIMEOUT_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(hostileRequests(operation, about), async (request) => {
        const call = callOf(operation, request, seen)
        const given = await askAs(operation, call, 'owner')
        if (given.status < 300) requireAllowed(operation, call)
      }),
      { numRuns, seed },
    )
  })
})

describe.each(inOrder.filter(({ needsKey }) => needsKey))('$name', (operation) => {
  test('refuses strangers with 401 and keys without the scope with 403', { timeout: TIMEOUT_MS }, async () => {
    const [request] = fc.sample(goodRequests(operation, about), { numRuns: 1, seed })
    if (request === undefined) throw new Error('no request was generated')
    const call = callOf(operation, request, seen)
    const statuses = []
    for (const key of [undefined, 'tl_', ...keys.refused, keys.withoutScope])
      statuses.push((await ask(operation, call, showKey(key))).status)
    expect(statuses).toEqual([401, 401, ...keys.refused.map(() => 401), 403])
  })
})

describe.each(inOrder.filter(({ path }) => path.includes('{')))('$name', (operation) => {
  test('finds neither what belongs to another account nor what does not exist', { timeout: TIMEOUT_MS }, async () => {
    const own = /^\/v1\/(?:team|keys)\//.test(operation.path) ? keys.strangersOwn : []
    const ids = [...new Set([...seen.all('id').slice(0, 20), ...nowhere])].filter((id) => !own.includes(id))
    const samples = fc.sample(goodRequests(operation, about), { numRuns: ids.length * 3, seed })
    const statuses = new Set<number>()
    for (const [at, request] of samples.entries()) {
      const path = Object.fromEntries(Object.keys(request.path).map((name) => [name, { value: ids[at % ids.length] }]))
      const { status } = await askAs(operation, callOf(operation, { ...request, path, query: {} }, seen), 'stranger')
      statuses.add(status)
    }
    // A body that does not make sense may be refused before anything is looked for, but nothing may be found.
    expect([...statuses].filter((status) => status < 400 || status === 409)).toEqual([])
    expect(statuses).toContain(404)
    expect([...statuses].filter((status) => operation.body === undefined && status !== 404)).toEqual([])
  })
})

test('no answer to another account shows anything of the first', { timeout: TIMEOUT_MS }, async () => {
  const lists = operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'))
  for (const operation of lists)
    for (const request of fc.sample(goodRequests(operation, about), { numRuns, seed })) {
      const { status, json } = await askAs(operation, callOf(operation, request, seen), 'stranger')
      const others = new Seen()
      if (status < 300) others.collect(json)
      expect(others.all('id').filter((id) => !keys.strangersOwn.includes(id))).toEqual([])
    }
})

const shapeCodes = ['body_invalid', 'query_invalid']
/** Whether a validator refused it: its sentences name a list of fields. A rule that no schema can say gives none. */
const isShapeRefused = (json: unknown) =>
  typeof json === 'object' && json !== null && 'errors' in json && 'code' in json && shapeCodes.includes(String(json.code))

/** What succeeded has to be something that the document allows. */
function requireAllowed({ body }: Operation, call: Call): void {
  if (body === undefined || call.body === undefined) return
  const fault = check.fault(body, JSON.parse(call.body))
  if (fault !== undefined) throw new Error(`accepted what the document forbids: ${describeCall(call)}\n${fault}`)
}
