import { beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { makeHistory } from '../../test/helpers/fuzz/history.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { addressOf, routeTable, type Route } from '../../test/helpers/routeTable.ts'
import { roles, roleScopes, type Role } from '../contract/roles.ts'
import { isScope, scopes } from '../contract/scopes.ts'
import { createKey } from '../domain/accounts/keys.ts'

const db = await testDatabase({ max: 6 })
const node = await api(db)
const { app, accountId } = node
const table = await routeTable(app)
const other = await newAccount(db)
/** Ids of the first account that every kind of thing has, and one that nothing has. */
const ids = ['1', '2', '3', '4', '5', '6', '7', '8', '999999999999999999']
const nobody = '999999999999999999'

beforeAll(async () => {
  await makeHistory(db, node)
  const made = [
    ['POST', '/v1/contacts/batch', { contacts: [{ phone: '+4915112345678' }, { phone: '+4915112345679' }] }],
    ['POST', '/v1/groups', { name: 'VIP' }],
    ['POST', '/v1/segments', { name: 'All', rule: { kind: 'all' } }],
    ['POST', '/v1/suppressions', { phones: ['+4915112345670'], source: 'manual' }],
    ['POST', '/v1/webhooks/endpoints', { url: 'https://receiver.example/hook' }],
    ['POST', '/v1/campaigns', { name: 'Sale', from: 'Acme', audience: { include: [{ kind: 'all' }] }, variants: [{ text: 'Hi' }] }],
    ['POST', '/v1/conversions', { name: 'order', reference: 'r-0' }],
  ] as const
  for (const [method, url, body] of made) {
    const { status } = await node.call(method, url, body)
    if (status >= 300) throw new Error(`${url} answered ${status}`)
  }
})

const mayDo = (role: Role, { scope, roles: named }: Route) =>
  scope === undefined ? named.length === 0 || named.includes(role) : isScope(scope) && roleScopes[role].includes(scope)

/** What would end the session or change the password of who asks has tests of its own. */
const ownSession = (route: Route) => route.path.startsWith('/v1/session')
const ask = async (route: Route, cookie: string, id: string) =>
  visitor(app, cookie)(route.method, addressOf(route, id), route.body === undefined ? undefined : {})

/** Accounts count people and keys together, so some of the ids are those of who asks. */
async function ownIds() {
  const idsIn = (rows: readonly { id: bigint }[]) => new Set(rows.map(({ id }) => String(id)))
  const people = idsIn(await db<{ id: bigint }[]>`select id from users where account_id = ${other.accountId}`)
  const keys = idsIn(await db<{ id: bigint }[]>`select id from api_keys where account_id = ${other.accountId}`)
  const none = new Set<string>()
  return ({ path }: Route) => (path.startsWith('/v1/team/{') ? people : path.startsWith('/v1/keys/') ? keys : none)
}

test('the table names what each route demands', () => {
  expect(table.length).toBeGreaterThan(80)
  expect(table.filter(({ scope }) => scope !== undefined && !isScope(scope))).toEqual([])
  const used = new Set(table.flatMap(({ scope }) => scope ?? []))
  expect(scopes.filter((scope) => !used.has(scope))).toEqual([])
})

describe.each(roles)('a %s', (role) => {
  test('gets past the door exactly where the role may, on every route', async () => {
    const { cookie } = await signInAs(db, { accountId, role })
    for (const route of table.filter((each) => !ownSession(each))) {
      const { status, body } = await ask(route, cookie, nobody)
      const isRefused = status === 403 && (body.code === 'scope_missing' || body.code === 'role_missing')
      expect([route.name, isRefused]).toEqual([route.name, !mayDo(role, route)])
      expect([route.name, status < 500 && status !== 401]).toEqual([route.name, true])
    }
  })

  test('finds nothing by the ids of another account, on any route', async () => {
    const { cookie } = await signInAs(db, { accountId: other.accountId, role })
    const own = await ownIds()
    for (const route of table.filter(({ path }) => path.includes('{')))
      for (const id of ids.filter((each) => !own(route).has(each))) {
        const { status } = await ask(route, cookie, id)
        expect([route.name, id, status >= 400 && status < 500]).toEqual([route.name, id, true])
        // A body that does not make sense may be refused before anything is looked for.
        const isNotFound = status === 404 || !mayDo(role, route) || route.body !== undefined
        expect([route.name, id, isNotFound]).toEqual([route.name, id, true])
      }
  })

  test('changes nothing from another site, on any route', async () => {
    const { cookie } = await signInAs(db, { accountId, role })
    for (const route of table.filter(({ method }) => method !== 'GET')) {
      const answer = await app.inject({
        method: route.method,
        url: addressOf(route, '1'),
        headers: { cookie, 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
        payload: '{}',
      })
      expect([route.name, answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([route.name, 403, undefined])
    }
  })
})

test('the other account has what it had before all that', async () => {
  const [row] = await db`
    select (select count(*)::int from contacts where account_id = ${accountId}) as contacts,
      (select count(*)::int from contact_groups where account_id = ${accountId}) as groups,
      (select count(*)::int from campaigns where account_id = ${accountId}) as campaigns,
      (select count(*)::int from webhook_endpoints where account_id = ${accountId}) as endpoints`
  expect(row).toEqual({ contacts: 2, groups: 1, campaigns: 1, endpoints: 1 })
})

test('a key with one scope gets past the door exactly where that scope is asked for', async () => {
  const { key } = await createKey(db, { accountId, name: 'one', mode: 'live', scopes: ['campaigns:read'] })
  for (const route of table) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await app.inject({
      method: route.method,
      url: addressOf(route, nobody),
      headers,
      ...(route.body === undefined ? {} : { payload: '{}' }),
    })
    expect([route.name, answer.statusCode === 403]).toEqual([route.name, route.scope !== 'campaigns:read'])
  }
})
