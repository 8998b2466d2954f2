import { expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { silentLog } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { removeMember } from '../domain/accounts/team.ts'
import { expandSlices } from '../domain/campaigns/expand.ts'

const db = await testDatabase({ max: 6 })
const { app, accountId, call, parts } = await api(db)
const owner = await signInAs(db, { accountId, role: 'owner' })
const ana = await signInAs(db, { accountId, role: 'marketer', email: 'ana@acme.example' })
const byAna = visitor(app, ana.cookie)
const byOwner = visitor(app, owner.cookie)

type Sent = { messages: { id: string }[] }
const idOf = (body: unknown) => (body as Sent).messages[0]?.id ?? 'none'
const drafted = { name: 'Sale', from: 'Acme', text: 'Hi', audience: { include: [{ kind: 'all' }] } }

test('a message that somebody sends by the web app names them, to people by e-mail and to keys by id alone', async () => {
  const sent = await byAna('POST', '/v1/messages', { to: '+4915112345001', from: 'Acme', text: 'Hi' })
  const path = `/v1/messages/${idOf(sent.body)}`
  const userId = String(ana.userId)
  expect((await byOwner('GET', path)).body['sent_by']).toEqual({ api_key_id: null, user_id: userId, name: 'ana@acme.example' })
  const told = await call('GET', path)
  expect(told.body['sent_by']).toEqual({ api_key_id: null, user_id: userId, name: null })
  expect(JSON.stringify(told.body)).not.toContain('ana@acme.example')
})

test('a message that a key sends names the key', async () => {
  const made = await createKey(db, { accountId, name: 'Web shop', mode: 'live', scopes: ['messages:write'] })
  const sent = await call(
    'POST',
    '/v1/messages',
    { to: '+4915112345002', from: 'Acme', text: 'Hi' },
    { authorization: `Bearer ${made.key}` },
  )
  const { body } = await byOwner('GET', `/v1/messages/${idOf(sent.body)}`)
  expect(body['sent_by']).toEqual({ api_key_id: String(made.id), user_id: null, name: 'Web shop' })
})

test('a campaign names who made its draft, then who started it, and so do its messages', async () => {
  await call('POST', '/v1/contacts/batch', { contacts: [{ phone: '+4915112345003' }] })
  const { body } = await byOwner('POST', '/v1/campaigns', drafted)
  expect(body['sent_by']).toMatchObject({ user_id: String(owner.userId) })
  const started = await byAna('POST', `/v1/campaigns/${String(body['id'])}/start`, {})
  const sentBy = { api_key_id: null, user_id: String(ana.userId), name: 'ana@acme.example' }
  expect(started.body['sent_by']).toEqual(sentBy)
  const expandParts = { db, log: silentLog, phoneHash: parts.phoneHash, allowPrivateDestinations: false }
  while (await expandSlices(expandParts, { accountId, id: BigInt(String(body['id'])) }, { slices: 1 }));
  const [message] = await db<{ id: string }[]>`select id::text from messages where campaign_id = ${String(body['id'])}`
  expect((await byAna('GET', `/v1/messages/${message?.id ?? 'none'}`)).body['sent_by']).toEqual(sentBy)
})

test('a copy belongs to whoever copied it', async () => {
  const { body } = await byOwner('POST', '/v1/campaigns', drafted)
  const copy = await byAna('POST', `/v1/campaigns/${String(body['id'])}/clone`)
  expect(copy.body['sent_by']).toMatchObject({ user_id: String(ana.userId) })
})

test('who has left the team is known by the id alone, and what they sent stays', async () => {
  const gone = await signInAs(db, { accountId, role: 'marketer', email: 'gone@acme.example' })
  const sent = await visitor(app, gone.cookie)('POST', '/v1/messages', { to: '+4915112345004', from: 'Acme', text: 'Hi' })
  await removeMember(db, { accountId, userId: gone.userId, actor: 'operator' })
  const { body } = await byOwner('GET', `/v1/messages/${idOf(sent.body)}`)
  expect(body['sent_by']).toEqual({ api_key_id: null, user_id: String(gone.userId), name: null })
})
