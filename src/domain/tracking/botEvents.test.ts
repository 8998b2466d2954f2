import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aHit } from '../../../test/helpers/hits.ts'
import { inTransaction } from '../../platform/db.ts'
import { storeHits } from './drain.ts'

const db = await testDatabase()

const store = async (accountId: number) => {
  await db`truncate outbox`
  await inTransaction(db, (tx) =>
    storeHits(tx, [aHit({ accountId, userAgent: 'curl/8.5.0' }), aHit({ accountId, head: true }), aHit({ accountId })]),
  )
  return (await db<{ type: string }[]>`select type from outbox order by type`).map(({ type }) => type)
}

test("a bot's hit makes an event only for an account of which an endpoint asks for it", async () => {
  const [account] = await db<{ id: bigint }[]>`insert into accounts (name) values ('a') returning id`
  const id = Number(account?.id)
  const ask = (types: string[], state = 'active') => db`
    insert into webhook_endpoints (account_id, url, types, sealed_secrets, state, state_reason)
    values (${id}, 'https://x.example', ${types}, '', ${state}, ${state === 'active' ? null : 'manual'})`
  expect(await store(id)).toEqual(['hit.click'])
  await ask(['hit.click'])
  await ask(['hit.bot'], 'disabled')
  expect(await store(id)).toEqual(['hit.click'])
  await ask(['hit.click', 'hit.bot'])
  expect(await store(id)).toEqual(['hit.bot', 'hit.bot', 'hit.click'])
  expect(await store(id + 1)).toEqual(['hit.click'])
})
