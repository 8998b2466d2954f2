import { beforeAll, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { testDatabase } from '../../test/helpers/database.ts'

const db = await testDatabase()
const { app, secretKey } = await api(db)
let run: ReturnType<typeof commandLine>

beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  run = commandLine({ TAPLINE_URL: url, TAPLINE_API_KEY: secretKey, DATA_DIR: '/nonexistent' })
})

test('a conversion is reported, listed, explained, refunded and cancelled', async () => {
  const order = ['--name', 'order', '--phone', '+4915112345678', '--value', '49.90', '--currency', 'EUR', '--order', 'A-17']
  const reported = await run('conversions', 'report', ...order)
  expect(reported).toMatchObject({ code: 0, out: expect.stringMatching(/^Conversion \d+ is recorded: unattributed, no_message\.\n$/) })
  const id = /\d+/.exec(reported.out)?.[0] ?? ''
  expect((await run('conversions', 'report', ...order)).out).toContain('is known')
  expect((await run('conversions')).out).toMatch(/order +49\.90 EUR +A-17 +unattributed +no_message/)
  expect((await run('conversions', 'show', id)).out).toContain('No message has this reference, or went to this number.')
  expect((await run('conversions', 'refund', id, '--amount', '9.90')).out).toContain('40.00 EUR')
  expect((await run('conversions', 'cancel', id)).out).toContain('voided')
  expect(JSON.parse((await run('conversions', 'list', '--state', 'voided', '--json')).out)).toMatchObject({
    conversions: [{ id, order_id: 'A-17' }],
  })
})

test('what the API refuses is said in its words', async () => {
  expect(await run('conversions', 'report', '--name', 'order')).toMatchObject({
    code: 4,
    error: expect.stringContaining('neither click_id nor reference nor phone'),
  })
  expect((await run('conversions', 'show', '999')).error).toContain('There is no conversion 999')
})
