/** What belongs to one account, asked for by somebody of another: by address, in a query, in a body, and by way of seven.io's API. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { fillAccount, MARK, MARKED_NUMBERS } from '../../test/helpers/fullAccount.ts'
import { checker } from '../../test/helpers/fuzz/answers.ts'
import { methods, operationsOf } from '../../test/helpers/fuzz/operations.ts'
import { goodRequests } from '../../test/helpers/fuzz/requests.ts'
import { newAccount, SHORT_HOST } from '../../test/helpers/messaging.ts'
import { ownThings } from '../../test/helpers/ownThings.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { routeTable } from '../../test/helpers/routeTable.ts'
import { roles } from '../contract/roles.ts'
import { SEVEN_PATH } from './compat/seven/seven.ts'
import { rememberedRoutes } from './methods.ts'

const db = await testDatabase({ max: 6 })
const node = await api(db)
const { app, accountId } = node
await fillAccount(db, node)
const other = await newAccount(db)
const owner = visitor(app, (await signInAs(db, { accountId, role: 'owner', email: `${MARK.toLowerCase()}@example.com` })).cookie)
await owner('POST', '/v1/team/invitations', { role: 'viewer' })

const table = await routeTable(app)
const { schemas } = operationsOf((await app.inject('/openapi.json')).json())
const about = { schemas, fault: checker(schemas).fault }
const { addressesOf, ids } = await ownThings(db, owner)
const withPlaces = table.filter(({ path }) => path.includes('{'))
const mark = new RegExp(`${MARK}|${MARKED_NUMBERS.slice(3)}`, 'i')
/** Of the installation: everybody's short domain may be checked by everybody. */
const ofEverybody = `/v1/short-domains/${SHORT_HOST}/`

/** Everything that the first account has, as one word for each table. */
async function belongings(): Promise<unknown> {
  const tables = await db<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'account_id' and table_name not like '%_default' order by 1`
  const found = []
  for (const { name } of tables)
    found.push(
      await db`
        with kept as (select (to_jsonb(t) - 'last_used_at' - 'last_seen_at')::text as row from ${db(name)} t where account_id = ${accountId})
        select ${name} as name, count(*)::int, md5(string_agg(row, ' ' order by row)) from kept`,
    )
  return found
}

test('the owner finds a thing at every address, so that a stranger could', { timeout: 120_000 }, async () => {
  for (const route of withPlaces) {
    const found = await addressesOf(route.path)
    expect([route.name, found.length > 0]).toEqual([route.name, true])
    if (route.method !== 'GET') continue
    const answers = await Promise.all(found.map(async (address) => (await owner('GET', address)).status))
    expect([route.name, answers]).toEqual([route.name, expect.arrayContaining([200])])
  }
})

describe.each(roles)('a %s of another account', (role) => {
  test('finds none of them, and changes nothing', { timeout: 120_000 }, async () => {
    const stranger = visitor(app, (await signInAs(db, { accountId: other.accountId, role })).cookie)
    const before = await belongings()
    for (const route of withPlaces)
      for (const address of (await addressesOf(route.path)).filter((each) => !each.startsWith(ofEverybody)))
        for (const body of bodiesOf(route)) {
          const { status, body: answer } = await stranger(route.method, address, body)
          expect([route.name, address, status, status >= 400 && status < 500 && status !== 409]).toEqual([
            route.name,
            address,
            status,
            true,
          ])
          // A number or host that was asked for may be said again.
          const said = JSON.stringify(answer).replaceAll(/[+\w.]{8,}/g, (word) => (decodeURIComponent(address).includes(word) ? '' : word))
          expect([address, mark.exec(said)?.[0]]).toEqual([address, undefined])
        }
    expect(await belongings()).toEqual(before)
  })
})

/** Some that the document allows, and one that is empty. */
function bodiesOf(route: (typeof table)[number]): unknown[] {
  if (route.body === undefined) return [undefined]
  return [{}, ...fc.sample(goodRequests(route, about), { numRuns: 3, seed: 7 }).map(({ body }) => JSON.parse(body ?? '{}'))]
}

test('no id of another account in a body or a query opens or changes anything', { timeout: 240_000 }, async () => {
  const stranger = visitor(app, (await signInAs(db, { accountId: other.accountId, role: 'owner' })).cookie)
  const before = await belongings()
  const kept = ['DELETE /v1/session', 'DELETE /v1/sessions', 'POST /v1/session/password']
  let done = 0
  for (const route of table.filter(({ path, name }) => !path.includes('{') && !kept.includes(name)))
    for (const [at, request] of fc.sample(goodRequests(route, about), { numRuns: 40, seed: 11 }).entries()) {
      const foreign = ids[at % ids.length] ?? ''
      const query = new URLSearchParams(
        Object.entries(request.query).flatMap(([name, word]): [string, string][] =>
          word === undefined ? [] : [[name, 'value' in word ? String(word.value) : foreign]],
        ),
      )
      const body = request.body === undefined ? undefined : withIds(JSON.parse(request.body), foreign)
      const answer = await stranger(route.method, `${route.path}?${query.toString()}`, body)
      if (answer.status < 300) done++
      expect([route.name, query.toString(), body, mark.exec(JSON.stringify(answer.body))?.[0]]).toEqual([
        ...[route.name, query.toString(), body, undefined],
      ])
      expect([route.name, answer.status < 500]).toEqual([route.name, true])
    }
  expect(done).toBeGreaterThan(300)
  expect(await belongings()).toEqual(before)
})

/** Puts an id wherever a body names a thing of ours; what others name, such as an order, stays. */
function withIds(value: unknown, id: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withIds(one, id))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (/^(?:group|campaign|link|segment|variant|key|message)?_?id$/.test(name)) return [name, id]
      return name === 'ids' ? [name, [id]] : [name, withIds(inner, id)]
    }),
  )
}

const asMethod = (name: string) => methods.find((method) => method === name) ?? 'GET'

test('nor does seven.io’s way of asking', { timeout: 120_000 }, async () => {
  const before = await belongings()
  const asked: string[] = []
  for (const [path, served] of rememberedRoutes(app))
    for (const method of path.startsWith(SEVEN_PATH) ? served : [])
      for (const id of ids.slice(0, 20)) {
        const url = `${path.replace(/:\w+|\*/, id)}?id=${id}&msg_id=${id}&campaign_id=${id}`
        const answer = await app.inject({ method: asMethod(method), url, headers: { 'x-api-key': other.secretKey } })
        asked.push(url)
        expect([url, mark.exec(answer.body)?.[0]]).toEqual([url, undefined])
        expect([url, answer.statusCode < 500]).toEqual([url, true])
      }
  expect(asked.length).toBeGreaterThan(200)
  expect(await belongings()).toEqual(before)
})
