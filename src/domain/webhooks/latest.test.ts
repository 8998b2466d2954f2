import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { webhooks } from '../../../test/helpers/webhooks.ts'
import { selectLatest } from './latest.ts'

const db = await testDatabase({ max: 8 })
const { accountId, endpoint, tell, deliver, otherAccount } = await webhooks(db)
const latest = (each: number, of = accountId) => selectLatest(db, { accountId: of, each, limit: 100 })

test('the latest deliveries of every endpoint of the account, newest first and no more than asked for', async () => {
  const fine = await endpoint('ok/latest', { types: ['link.changed'] })
  const broken = await endpoint('error/latest', { types: ['link.changed'] })
  const unused = await endpoint('ok/unused', { types: ['campaign.done'] })
  for (let count = 0; count < 3; count++) await tell('link.changed')
  await deliver()
  const found = await latest(2)
  expect(found.map(({ endpointId, latest }) => [endpointId, latest.map(({ state, status }) => [state, status])])).toEqual([
    [
      fine.id,
      [
        ['delivered', 200],
        ['delivered', 200],
      ],
    ],
    [broken.id, expect.arrayContaining([['waiting', 500]])],
    [unused.id, []],
  ])
  expect(found[1]?.failures).toBeGreaterThan(0)
  expect(found[0]?.lastSuccessAt).toBeInstanceOf(Date)
})

test('nothing is told of the endpoints of another account', async () => {
  await endpoint('ok/mine', { types: ['link.changed'] })
  expect(await latest(50, (await otherAccount()).accountId)).toEqual([])
})
