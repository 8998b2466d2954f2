import { expect, test } from 'vitest'
import { api } from '../../../test/helpers/api.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { isSuppressed } from '../contacts/suppressions.ts'
import { recordInbound } from '../messages/inbound.ts'

const db = await testDatabase()
const { call, parts, accountId } = await api(db)

test('an opt-out is exported; an erase leaves that it was and after which message, and a hash that keeps the number out', async () => {
  const phone = '+4915112345678'
  await call('POST', '/v1/messages', { to: phone, from: '4915199999999', text: 'Hi' })
  await db`update messages set state = 'accepted', attempts = 1, submitted_at = now() where phone = ${phone}`
  const inbound = { carrierMessageId: 'inbound-2', phone, recipient: '4915199999999', text: 'please stop, Zenobia' }
  await recordInbound(parts, { carrierId: 1n, messages: [inbound] })
  expect((await call('POST', '/v1/persons/export', { phone })).body).toMatchObject({
    inbound_messages: [{ kind: 'opt_out', handled: 'opted_out' }],
    events: [{ type: 'message.inbound' }, { type: 'contact.opted_out' }],
    opt_outs: [{ source: 'reply', review: 'pending', ended_at: null }],
    suppressions: [{ phone, source: 'reply' }],
  })
  expect((await call('POST', '/v1/persons/erase', { phone })).body).toMatchObject({ state: 'finished' })
  expect(await db`select from inbound_messages`).toEqual([])
  expect(await isSuppressed(db, parts.phoneHash, { accountId, phone })).toBe(true)
  expect(await db`select phone, source from opt_outs where message_id is not null`).toEqual([{ phone: null, source: 'reply' }])
  expect((await call('GET', '/v1/suppressions')).body).toMatchObject({ suppressions: [{ phone: null, source: 'reply' }] })
  expect((await call('GET', '/v1/opt-outs')).body).toMatchObject({ opt_outs: [{ phone: null, text: null }] })
})
