import { expect, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { erasePerson } from '../../src/domain/persons/erase.ts'
import { testServer } from '../helpers/database.ts'
import { linkServer } from '../helpers/links.ts'
import { send } from '../helpers/messaging.ts'

const server = await testServer()
const db = connect({ server, max: 4, applicationName: 'test' })
const { parts, key, accountId, get } = await linkServer(db, { server, missBudget: 1 })

test('the code of an erased person answers 410 without a fallback, again and again, and counts neither as a hit nor as a miss', async () => {
  await db`update accounts set fallback_url = 'https://home.example/' where id = ${accountId}`
  const [recipient] = (await send(parts, key, { to: '+4915112345678', text: 'See https://one.example/' })).recipients
  const path = new URL(recipient?.kind === 'prepared' ? (recipient.links[0]?.shortLink ?? '') : '').pathname
  await erasePerson(parts, { accountId, phone: '+4915112345678', actor: 'operator' })
  for (let turn = 0; turn < 5; turn++) {
    const { status, headers } = await get(path)
    expect([status, headers.location]).toEqual([410, undefined])
  }
  expect((await get('/AAAAAAAA')).status).toBe(404)
  expect(await db`select 1 from hits`).toHaveLength(0)
})
