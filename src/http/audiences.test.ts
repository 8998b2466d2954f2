import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { countAudience } from '../domain/audiences/count.ts'
import { suppress } from '../domain/contacts/suppressions.ts'
import { inTransaction } from '../platform/db.ts'

const db = await testDatabase({ max: 8 })
const { app, call, parts, accountId } = await api(db)
const all = { include: [{ kind: 'all' }], exclude: [] }
const phone = (n: number) => `+4915170000${String(n).padStart(3, '0')}`

await call('POST', '/v1/contacts/batch', {
  contacts: Array.from({ length: 12 }, (_, n) => ({
    phone: phone(n),
    fields: n < 9 ? { first_name: `N${n}` } : {},
    groups: n < 2 ? ['Staff'] : ['Customers'],
  })),
})
const { body: groups } = await call('GET', '/v1/groups')
const staff = (groups.groups as { id: string; name: string }[]).find(({ name }) => name === 'Staff')?.id ?? ''
const withoutStaff = { include: [{ kind: 'all' }], exclude: [{ kind: 'group', group_id: staff }] }

const count = async (body: Record<string, unknown>, query = '') => {
  const answer = await call('POST', `/v1/audiences/count${query}`, body)
  if (answer.status !== 200) throw new Error(`${answer.status} ${String(answer.body.detail)}`)
  return answer.body as {
    matched: number
    will_receive: number
    left_out: { reason: string; recipients: number; sample: { phone: string }[] }[]
  }
}
const reasonsOf = ({ left_out }: Awaited<ReturnType<typeof count>>) =>
  Object.fromEntries(left_out.map(({ reason, recipients }) => [reason, recipients]))

/** Messages of a campaign to a number, as the expansion writes them. */
async function campaignMessages(to: string, { messages, daysAgo, test: isTest }: { messages: number; daysAgo: number; test: boolean }) {
  await db`
    insert into campaigns (account_id, name, sender, audience) select ${accountId}, 'Spring', 'Acme', '{}'
    where not exists (select from campaigns where account_id = ${accountId})`
  await call('POST', '/v1/messages', { to: phone(11), from: 'Acme', text: 'One to begin with' })
  await db`
    insert into messages (id, account_id, rendering_id, campaign_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts,
      on_unknown, state, send_at, valid_until, created_at, submitted_at)
    select (select max(id) from messages) + n, account_id, rendering_id, (select min(id) from campaigns where account_id = ${accountId}), carrier_id,
      ${isTest}, ${to}, sender, tracking, link_count, encoding, parts, on_unknown, 'accepted', at, at, at, at
    from (select * from messages where account_id = ${accountId} limit 1) as one, generate_series(1, ${messages}) as n,
      lateral (select now() - make_interval(days => ${daysAgo}) as at) as past`
}

test('those who would get nothing are counted once, under their first reason', async () => {
  await suppress(db, parts.phoneHash, { accountId, phone: phone(0), source: 'manual' })
  await suppress(db, parts.phoneHash, { accountId, phone: phone(2), source: 'manual' })
  // The person behind this one was erased, and is a contact again.
  await suppress(db, parts.phoneHash, { accountId, phone: phone(3), source: 'manual' })
  await db`update suppressions set phone = null where phone = ${phone(3)}`
  await db`update contacts set mobile = false where phone = any(${[phone(3), phone(4), phone(9)]}::text[])`
  await campaignMessages(phone(5), { messages: 2, daysAgo: 3, test: false })
  await campaignMessages(phone(6), { messages: 1, daysAgo: 3, test: false })
  await campaignMessages(phone(6), { messages: 1, daysAgo: 8, test: false })
  await campaignMessages(phone(7), { messages: 2, daysAgo: 3, test: true })
  const answer = await count(
    { audience: withoutStaff, text: 'Hi {first_name}, {city|you}', frequency_cap: { messages: 2, days: 7 } },
    '?sample=20',
  )
  expect(answer).toMatchObject({
    matched: 12,
    will_receive: 3,
    left_out: [
      { reason: 'excluded', recipients: 2, sample: [{ phone: phone(0) }, { phone: phone(1) }] },
      { reason: 'suppressed', recipients: 2, sample: [{ phone: phone(2) }, { phone: phone(3) }] },
      { reason: 'not_mobile', recipients: 2, sample: [{ phone: phone(4) }, { phone: phone(9) }] },
      { reason: 'merge_value_missing', recipients: 2, sample: [{ phone: phone(10) }, { phone: phone(11) }] },
      { reason: 'frequency_cap', recipients: 1, sample: [{ phone: phone(5) }] },
    ],
  })
  expect((await count({ audience: all }, '?sample=1')).left_out[0]?.sample).toHaveLength(1)
  expect((await count({ audience: all })).left_out[0]?.sample).toEqual([])
})

test('a sender without a route to a number leaves it out, and the key of a test none', async () => {
  const before = reasonsOf(await count({ audience: all, from: 'Acme' }))
  expect(before).not.toHaveProperty('no_route')
  await db`
    insert into routes (prefix, sender_pattern, carrier_id) select prefix, pattern, (select min(id) from carriers)
    from (values ('4915170000001', '*'), ('49151700000', 'Other'), ('49151700000', 'Else')) as routes(prefix, pattern)`
  const acme = await count({ audience: all, from: 'acme' })
  expect([acme.will_receive, reasonsOf(acme)['no_route']]).toEqual([1, 6])
  expect(reasonsOf(await count({ audience: all, from: 'Other' }))['no_route']).toBeUndefined()
  const test = await createKey(db, { accountId, name: 'test', mode: 'test', scopes: ['contacts:read'] })
  const asTest = await caller(app, test.key)('POST', '/v1/audiences/count', { audience: all, from: 'acme' })
  expect(asTest.body).toMatchObject({ will_receive: 7 })
  await db`delete from routes`
})

test('what cannot be counted is refused with the place', async () => {
  const refused = async (body: unknown) => (await call('POST', '/v1/audiences/count', body)).body
  expect(await refused({ audience: { include: [{ kind: 'group', group_id: '999' }] } })).toMatchObject({
    ...{ status: 404, code: 'group_unknown', field: 'audience.include[0].group_id' },
  })
  expect(await refused({ audience: { include: [{ kind: 'nobody' }] } })).toMatchObject({
    code: 'body_invalid',
    field: 'audience.include[0].kind',
  })
  expect(await refused({ audience: all, from: 'A name that is long' })).toMatchObject({ code: 'body_invalid', field: 'from' })
  expect(await refused({ audience: all, from: '!' })).toMatchObject({ code: 'sender_invalid', field: 'from' })
  const deep = [1, 2, 3, 4].reduce<unknown>((rule) => ({ kind: 'not', rule }), { kind: 'all' })
  expect(await refused({ audience: { include: [deep] } })).toMatchObject({ code: 'body_invalid' })
})

test('what became of messages is told only to a key that may read messages', async () => {
  const key = await createKey(db, { accountId, name: 'contacts', mode: 'live', scopes: ['contacts:read', 'contacts:write'] })
  const limited = caller(app, key.key)
  const rule = { kind: 'not', rule: { kind: 'clicked_any', days: 30 } }
  expect((await limited('POST', '/v1/audiences/count', { audience: all })).status).toBe(200)
  expect(await limited('POST', '/v1/audiences/count', { audience: { include: [rule] } })).toMatchObject({
    status: 403,
    body: { code: 'scope_missing' },
  })
  expect((await limited('POST', '/v1/audiences/count', { audience: all, frequency_cap: { messages: 1, days: 1 } })).status).toBe(403)
  const { body: segment } = await limited('POST', '/v1/segments', { name: 'Quiet', rule })
  const hidden = { include: [{ kind: 'segment', segment_id: segment.id }] }
  expect((await limited('POST', '/v1/audiences/count', { audience: hidden })).body).toMatchObject({ code: 'scope_missing' })
})

test('a count that takes too long ends with a sentence, and leaves the connection usable', async () => {
  const audience = { include: [{ kind: 'all' as const }], exclude: [] }
  const order = { accountId, audience, text: undefined, from: undefined, cap: undefined, isTest: false, sample: 0 }
  await inTransaction(db, async (tx) => {
    await tx`lock table contacts in access exclusive mode`
    await expect(countAudience({ db, phoneHash: parts.phoneHash, timeoutMs: 50 }, order)).rejects.toMatchObject({
      code: 'audience_too_slow',
    })
  })
  expect(await countAudience({ db, phoneHash: parts.phoneHash, timeoutMs: 30_000 }, order)).toMatchObject({ matched: 12 })
})

test('segments are saved, listed, changed, used and deleted', async () => {
  const rule = {
    kind: 'all_of',
    rules: [
      { kind: 'group', group_id: staff },
      { kind: 'field', name: 'first_name', operator: 'exists' },
    ],
  }
  const made = await call('POST', '/v1/segments', { name: 'Our people', rule })
  expect(made).toMatchObject({ status: 201, body: { name: 'Our people', rule } })
  const id = String(made.body.id)
  expect(await call('POST', '/v1/segments', { name: 'Our people', rule })).toMatchObject({
    status: 409,
    body: { code: 'segment_name_taken' },
  })
  const used = { include: [{ kind: 'segment', segment_id: id }], exclude: [] }
  expect(await count({ audience: used })).toMatchObject({ matched: 2 })
  const changed = { kind: 'not', rule }
  expect((await call('PATCH', `/v1/segments/${id}`, { rule: changed })).body).toMatchObject({ id, name: 'Our people', rule: changed })
  expect(await count({ audience: used })).toMatchObject({ matched: 10 })
  expect((await call('GET', `/v1/segments/${id}`)).body).toMatchObject({ rule: changed })
  const first = (await call('GET', '/v1/segments?limit=1')).body
  const second = (await call('GET', `/v1/segments?limit=1&cursor=${String(first.next_cursor)}`)).body
  expect([first.segments, second.segments]).toMatchObject([[{ name: 'Our people' }], [{ name: 'Quiet' }]])
  expect((await call('DELETE', `/v1/segments/${id}`)).status).toBe(200)
  expect((await call('DELETE', `/v1/segments/${id}`)).body).toMatchObject({ code: 'not_found' })
  expect((await call('POST', '/v1/audiences/count', { audience: used })).body).toMatchObject({
    ...{ code: 'segment_unknown', field: 'audience.include[0].segment_id' },
  })
})

test('a segment holds neither segments nor numbers, and names only what the account has', async () => {
  const refused = async (rule: unknown) => (await call('POST', '/v1/segments', { name: 'X', rule })).body
  expect(await refused({ kind: 'segment', segment_id: '1' })).toMatchObject({ code: 'body_invalid' })
  expect(await refused({ kind: 'phones', phones: [phone(1)] })).toMatchObject({ code: 'body_invalid' })
  expect(await refused({ kind: 'not', rule: { kind: 'link', link_id: '999', outcome: 'clicked' } })).toMatchObject({
    ...{ code: 'link_unknown', field: 'rule.rule.link_id' },
  })
})

test('a segment that names what is gone is told by its name', async () => {
  const { body: gone } = await call('POST', '/v1/groups', { name: 'Gone' })
  const { body: segment } = await call('POST', '/v1/segments', { name: 'Broken', rule: { kind: 'group', group_id: gone.id } })
  await call('DELETE', `/v1/groups/${String(gone.id)}`)
  const { body } = await call('POST', '/v1/audiences/count', { audience: { include: [{ kind: 'segment', segment_id: segment.id }] } })
  expect(body).toMatchObject({ code: 'group_unknown', field: 'audience.include[0].segment_id' })
  expect(body.detail).toContain('Broken')
})

test('an account has a bounded number of segments, and sees none of another', async () => {
  const stranger = await newAccount(db)
  const ask = caller(app, stranger.secretKey)
  await db`insert into segments (account_id, name, rule) select ${stranger.accountId}, 'S' || n, '{"kind": "all"}' from generate_series(1, 500) as n`
  expect((await ask('POST', '/v1/segments', { name: 'One more', rule: { kind: 'all' } })).body).toMatchObject({ code: 'too_many_segments' })
  const { body } = await call('GET', '/v1/segments')
  const [mine] = body.segments as { id: string }[]
  expect(await ask('PATCH', `/v1/segments/${mine?.id}`, { name: 'Mine' })).toMatchObject({ status: 404 })
  expect(await ask('POST', '/v1/audiences/count', { audience: { include: [{ kind: 'segment', segment_id: mine?.id }] } })).toMatchObject({
    status: 404,
  })
  expect((await ask('POST', '/v1/audiences/count', { audience: all })).body).toMatchObject({ matched: 0 })
})
