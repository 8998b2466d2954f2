import { expect, test, vi } from 'vitest'
import { messaging, send, SHORT_HOST } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { cancelMessage } from '../messages/cancel.ts'
import { changeDestination, changeExpiry, restore, takeDown } from './change.ts'
import { addDomain, ensureDefaultDomain } from './domains.ts'

const db = await testDatabase()
const { parts, key, accountId, resolver, directory, codeSpaces } = await messaging(db)
const codes = codeSpaces.get(1)

let phones = 2_000_000
async function sendOne(text: string, request: Record<string, unknown> = {}) {
  const [recipient] = (await send(parts, key, { to: `+49151${++phones}0`, text, ...request })).recipients
  if (recipient?.kind !== 'prepared') throw new Error(`refused: ${recipient?.detail}`)
  const shortLinks = recipient.links.map((link) => new URL(link.shortLink))
  return { id: recipient.id, codes: shortLinks.map((url) => url.pathname.slice(1)), hosts: shortLinks.map((url) => url.host) }
}
const linkIdOf = async (messageId: bigint) => {
  const [row] = await db<
    { id: bigint }[]
  >`select links.id from links join messages using (rendering_id) where messages.id = ${messageId} order by position`
  if (row === undefined) throw new Error('no link')
  return row.id
}
const target = (id: bigint) => ({ accountId, id, actor: 'key:1' })

test('a single message is read once, then answered from memory', async () => {
  const {
    id,
    codes: [code = ''],
  } = await sendOne('See https://one.example/')
  expect(resolver.resolveNow(SHORT_HOST, code)).toBeUndefined()
  const resolved = await resolver.resolve(SHORT_HOST, code)
  expect(resolved).toMatchObject({
    kind: 'redirect',
    location: 'https://one.example/',
    origin: { messageId: Number(id), link: 0, aggregate: false, test: false },
  })
  expect(resolver.resolveNow(SHORT_HOST, code)).toEqual(resolved)
})

test('a batch is resolved by arithmetic, without a read', async () => {
  const sample = await sendOne('First https://a.example/ second https://b.example/')
  const [row] = await db<{ renderingId: bigint }[]>`select rendering_id as "renderingId" from messages where id = ${sample.id}`
  await db`
    with taken as (update code_spaces set next_number = next_number + 20 where id = 1 returning next_number - 20 as first_number)
    insert into batches (kind, code_space_id, first_number, size, account_id, rendering_id, links_per_message, first_message_id, tracking, test)
    select 'campaign', 1, first_number, 20, ${accountId}, ${row?.renderingId ?? 0n}, 2, 5000, 'full', false from taken`
  await directory.follow()
  const [range] = await db<{ first: bigint }[]>`select first_number as first from batches where kind = 'campaign'`
  const code = codes?.encode(Number(range?.first) + 7) ?? ''
  expect(resolver.resolveNow(SHORT_HOST, code)).toMatchObject({
    kind: 'redirect',
    location: 'https://b.example/',
    origin: { messageId: 5003, link: 1 },
  })
})

test('batches and domains that came a moment ago are known at once, one after the other', async () => {
  const sample = await sendOne('See https://four.example/')
  for (const round of [1, 2, 3]) {
    const host = `new${round}.acme.test`
    await addDomain(db, { accountId, url: `https://${host}` })
    const { hosts, codes: own } = await sendOne('See https://five.example/', { short_domain: host })
    expect(await resolver.resolve(hosts[0] ?? '', own[0] ?? '')).toMatchObject({ kind: 'redirect' })
    const [batch] = await db<{ first: bigint }[]>`
      with taken as (update code_spaces set next_number = next_number + 10 where id = 1 returning next_number - 10 as first_number)
      insert into batches (kind, code_space_id, first_number, size, account_id, rendering_id, links_per_message, first_message_id, tracking, test)
      select 'campaign', 1, taken.first_number, 10, ${accountId}, rendering_id, 1, 9000, 'full', false
      from taken, messages where messages.id = ${sample.id} returning first_number as first`
    const code = codes?.encode(Number(batch?.first)) ?? ''
    expect(await resolver.resolve(SHORT_HOST, code)).toMatchObject({ kind: 'redirect', origin: { messageId: 9000 } })
  }
})

test('unknown codes, wrong hosts and what is no code are unknown', async () => {
  const {
    codes: [code = ''],
  } = await sendOne('See https://two.example/')
  expect(await resolver.resolve(SHORT_HOST, 'AAAAAAAA')).toEqual({ kind: 'unknown' })
  expect(await resolver.resolve('other.test', code)).toEqual({ kind: 'unknown' })
  expect(await resolver.resolve(SHORT_HOST, 'short')).toEqual({ kind: 'unknown' })
})

test("an account's short domain answers for its own links from the first moment, and the default one does not answer for them", async () => {
  await addDomain(db, { accountId, url: 'https://go.acme.test' })
  const {
    codes: [code = ''],
    hosts,
  } = await sendOne('See https://three.example/', { short_domain: 'go.acme.test' })
  expect(hosts).toEqual(['go.acme.test'])
  expect(resolver.resolveNow('go.acme.test', code)).toBeUndefined()
  expect(await resolver.resolve('go.acme.test', code)).toMatchObject({ kind: 'redirect' })
  expect(await resolver.resolve(SHORT_HOST, code)).toEqual({ kind: 'unknown' })
})

test("an account's short domain cannot become the default one", async () => {
  await expect(ensureDefaultDomain(db, { linkUrl: 'https://go.acme.test' })).rejects.toThrow(
    /go\.acme\.test is the short domain of account/,
  )
})

test('another account may not use it, and nobody may add it again', async () => {
  await expect(addDomain(db, { accountId, url: 'https://go.acme.test' })).rejects.toMatchObject({ code: 'address_taken' })
  await expect(sendOne('See https://x.example/', { short_domain: 'unknown.test' })).rejects.toMatchObject({ code: 'host_invalid' })
})

test('a takedown answers gone after the next look at the changes, and a restored link leads on', async () => {
  const {
    id,
    codes: [code = ''],
  } = await sendOne('See https://bad.example/')
  await resolver.resolve(SHORT_HOST, code)
  const linkId = await linkIdOf(id)
  await takeDown(db, target(linkId))
  await directory.follow()
  expect(await resolver.resolve(SHORT_HOST, code)).toMatchObject({ kind: 'gone', location: undefined })
  await expect(sendOne('See https://bad.example/')).rejects.toMatchObject({ code: 'link_taken_down' })
  await restore(db, target(linkId))
  await directory.follow()
  expect(await resolver.resolve(SHORT_HOST, code)).toMatchObject({ kind: 'redirect' })
})

test('a link that ends by itself is gone from then on, and leads on when its end is taken away', async () => {
  const sent = await sendOne('See https://ending.example/')
  const code = sent.codes[0] ?? ''
  const link = target(await linkIdOf(sent.id))
  await changeExpiry(db, { ...link, expiresAt: new Date(Date.now() + 3_600_000) })
  await directory.follow()
  expect(await resolver.resolve(SHORT_HOST, code)).toMatchObject({ kind: 'redirect' })
  await changeExpiry(db, { ...link, expiresAt: new Date(Date.now() - 3_600_000) })
  await directory.follow()
  expect(resolver.resolveNow(SHORT_HOST, code)).toMatchObject({ kind: 'gone', location: undefined })
  await changeExpiry(db, { ...link, expiresAt: null })
  await directory.follow()
  expect(await resolver.resolve(SHORT_HOST, code)).toMatchObject({ kind: 'redirect' })
})

test('a changed destination holds for what was sent, while a new send of the same text leads where it says', async () => {
  const sent = await sendOne('See https://old.example/')
  await changeDestination(db, { ...target(await linkIdOf(sent.id)), destination: 'https://new.example/' })
  await directory.follow()
  expect(await resolver.resolve(SHORT_HOST, sent.codes[0] ?? '')).toMatchObject({ location: 'https://new.example/' })
  const later = await sendOne('See https://old.example/')
  expect(await resolver.resolve(SHORT_HOST, later.codes[0] ?? '')).toMatchObject({ location: 'https://old.example/' })
})

test('the codes of a cancelled message are gone, and expired ones lead to the fallback URL', async () => {
  const cancelled = await sendOne('See https://four.example/', { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  await cancelMessage(db, { accountId, id: cancelled.id })
  expect(await resolver.resolve(SHORT_HOST, cancelled.codes[0] ?? '')).toMatchObject({ kind: 'gone', location: undefined })
  const expired = await sendOne('See https://five.example/', { link_validity_days: 1 })
  await db`update messages set send_at = now() - interval '25 h' where id = ${expired.id}`
  await db`update accounts set fallback_url = 'https://home.example/' where id = ${accountId}`
  await directory.follow()
  expect(await resolver.resolve(SHORT_HOST, expired.codes[0] ?? '')).toMatchObject({ kind: 'gone', location: 'https://home.example/' })
})

test('a node whose clock is days off ends links when the others do', async () => {
  const { codes: sent } = await sendOne('See https://seven.example/', { link_validity_days: 1 })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 48 * 3_600_000 })
  try {
    await directory.follow()
    expect(await resolver.resolve(SHORT_HOST, sent[0] ?? '')).toMatchObject({ kind: 'redirect' })
  } finally {
    vi.useRealTimers()
    await directory.follow()
  }
})

test('another account cannot see or change a link', async () => {
  const { id } = await sendOne('See https://six.example/')
  await expect(takeDown(db, { accountId: accountId + 999n, id: await linkIdOf(id), actor: 'key:1' })).rejects.toMatchObject({
    code: 'not_found',
  })
})
