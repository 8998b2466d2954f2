import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging } from '../../../test/helpers/messaging.ts'
import { ensureDefaultDomain, listAllDomains } from './domains.ts'

const db = await testDatabase({ max: 12 })
await messaging(db)

test('nodes that start together with addresses of their own leave one default domain', async () => {
  const urls = Array.from({ length: 6 }, (_, node) => `https://node-${node}.test`)
  await Promise.all(urls.map((linkUrl) => ensureDefaultDomain(db, { linkUrl })))
  const domains = await listAllDomains(db)
  expect(domains.filter(({ isDefault }) => isDefault)).toHaveLength(1)
  expect(domains.map(({ host }) => host)).toEqual(expect.arrayContaining(urls.map((url) => new URL(url).host)))
})
