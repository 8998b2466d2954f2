import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { send } from '../../../test/helpers/messaging.ts'
import { webhooks } from '../../../test/helpers/webhooks.ts'
import { erasePerson } from '../persons/erase.ts'

const db = await testDatabase({ max: 8 })
const { accountId, key, parts, remote, endpoint, tell, deliver, passTime } = await webhooks(db)

async function aMessageTo(phone: string): Promise<string> {
  const { recipients } = await send(parts, key, { to: phone, text: 'Hi', reference: `ref of ${phone}` })
  const [recipient] = recipients
  if (recipient?.kind !== 'prepared') throw new Error('not sent')
  return String(recipient.id)
}

test('an erased person is not named by a retry, and what endpoints answered of them goes', async () => {
  await endpoint('echo/x', { types: ['message.delivered'], include_recipient: true })
  remote.change('echo', (answer) => void answer.writeHead(500).end('got +4915112345678'))
  const [gone, other] = [await aMessageTo('+4915112345678'), await aMessageTo('+4915112345679')]
  for (const message_id of [gone, other]) await tell('message.delivered', { message_id, reference: 'r' })
  await deliver()
  expect(remote.at('echo/x')[0]?.body).toContain('+4915112345678')
  expect(await db`select answer from webhook_deliveries where answer is not null`).toHaveLength(2)
  const erasure = () => erasePerson(parts, { accountId, phone: '+4915112345678', actor: 'operator' })
  while ((await erasure()).state !== 'finished');
  expect(await db`select 1 from webhook_deliveries where answer is not null`).toHaveLength(1)
  remote.change('echo', (answer) => void answer.end())
  await passTime()
  await deliver()
  const retried = remote
    .at('echo/x')
    .slice(2)
    .map(({ body }) => JSON.parse(body).data.message)
  expect(retried.find(({ id }) => id === gone)).toMatchObject({ to: '[erased]', reference: null })
  expect(retried.find(({ id }) => id === other)).toMatchObject({ to: '+4915112345679' })
})
