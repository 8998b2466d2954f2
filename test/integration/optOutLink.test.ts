import { afterAll, expect, test } from 'vitest'
import { eraseMessages } from '../../src/domain/messages/erase.ts'
import { createOptOutLinks } from '../../src/domain/messages/optOutLink.ts'
import { previewMessage } from '../../src/domain/messages/preview.ts'
import { previewRequest } from '../../src/contract/messages.ts'
import { countNumbers } from '../../src/lib/linkPlans.ts'
import { createLinkServer } from '../../src/http/linkServer.ts'
import { connect, inTransaction } from '../../src/platform/db.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { testServer } from '../helpers/database.ts'
import { ask, linkServer } from '../helpers/links.ts'
import { send, silentLog } from '../helpers/messaging.ts'

const server = await testServer()
const db = connect({ server, max: 6, applicationName: 'test' })
afterAll(() => db.end())
const { parts, key, testKey, accountId, codeSpaces, directory, resolver, get } = await linkServer(db, { server, missBudget: 200 })

let phones = 6_000_000
async function sendOne(text: string, request: Record<string, unknown> = {}, by = key) {
  const phone = `+49151${++phones}0`
  const [recipient] = (await send(parts, by, { to: phone, text, ...request })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  await db`update messages set state = 'delivered', submitted_at = now() where id = ${recipient.id}`
  const optOutPath = /s\.test(\/[0-9A-Za-z]{14})(?![0-9A-Za-z])/.exec(recipient.text)?.[1] ?? ''
  return { ...recipient, phone, optOutPath, paths: recipient.links.map((link) => new URL(link.shortLink).pathname) }
}
const sourceOf = async (phone: string) =>
  (await db<{ source: string }[]>`select source from suppressions where phone = ${phone}`)[0]?.source
const post = (path: string, headers: Record<string, string> = {}) => get(path, { method: 'POST', headers })

test('opening the link shows a page and changes nothing; its button opts out, once, and is no hit', async () => {
  const { id, phone, optOutPath } = await sendOne('See https://shop.example/ or {opt_out_link}')
  const shown = await get(optOutPath)
  expect(shown).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' } })
  expect(shown.headers['content-security-policy']).toContain("form-action 'self'")
  expect(shown.body).toContain('<form method="post"><button>Stop the messages</button></form>')
  expect(await get(optOutPath, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  expect(await sourceOf(phone)).toBeUndefined()
  expect(await post(optOutPath)).toMatchObject({ status: 200, body: expect.stringContaining('Done') })
  expect(await post(`${optOutPath}/?fbclid=x`)).toMatchObject({ status: 200 })
  expect(await sourceOf(phone)).toBe('link')
  expect(
    await db`select type, data->>'source' as source from outbox where type = 'contact.opted_out' and data->>'message_id' = ${String(id)}`,
  ).toEqual([{ type: 'contact.opted_out', source: 'link' }])
  expect(await db`select from hits where message_id = ${id}`).toEqual([])
})

test('a German reads German', async () => {
  const { optOutPath } = await sendOne('{opt_out_link}')
  expect((await get(optOutPath, { headers: { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' } })).body).toContain('lang="de"')
  expect((await get(optOutPath, { headers: { 'accept-language': 'fr, en;q=0.5, de;q=0.7' } })).body).toContain('Nachrichten beenden')
  for (const language of ['en-US,de;q=0.5', 'fr', 'de;q=0', 'dense', ';;;q=x,'])
    expect((await get(optOutPath, { headers: { 'accept-language': language } })).body).toContain('lang="en"')
})

test('a plain code, a wrong proof and another host opt nobody out, and are misses', async () => {
  const { phone, optOutPath, paths } = await sendOne('https://shop.example/ {opt_out_link}')
  const code = optOutPath.slice(0, 9)
  const wrong = `${code}${optOutPath.endsWith('0') ? '111111' : '000000'}`
  expect((await get(code)).status).toBe(404)
  for (const path of [wrong, `${paths[0] ?? ''}${optOutPath.slice(9)}`]) {
    expect((await get(path)).status).toBe(404)
    expect((await post(path)).status).toBe(404)
  }
  expect((await post(optOutPath, { host: 'elsewhere.test' })).status).toBe(404)
  expect(await sourceOf(phone)).toBeUndefined()
})

test('other methods are told which work', async () => {
  const { optOutPath, paths } = await sendOne('https://shop.example/ {opt_out_link}')
  expect(await get(optOutPath, { method: 'PUT' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST' } })
  expect(await post(paths[0] ?? '')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
})

test('it works with tracking off, past expiry and takedown, between other links, and for each of several messages', async () => {
  const off = await sendOne('Bye {opt_out_link}', { tracking: 'off' })
  expect((await post(off.optOutPath)).status).toBe(200)
  expect(await sourceOf(off.phone)).toBe('link')
  const text = '{opt_out_link} https://one.example/ and https://two.example/'
  const messages = [await sendOne(text, { link_validity_days: 1 }), await sendOne(text, { link_validity_days: 1 })]
  await db`update messages set submitted_at = now() - interval '3 days' where id = any(${messages.map(({ id }) => String(id))}::bigint[])`
  await db`update links set taken_down_at = now() where account_id = ${accountId} and destination like '%two.example%'`
  await directory.follow()
  const [first, second] = messages
  expect(second?.links.map(({ position, destination }) => [position, destination])).toEqual([
    [1, 'https://one.example/'],
    [2, 'https://two.example/'],
  ])
  expect((await get(second?.paths[0] ?? '')).status).toBe(410)
  expect((await post(second?.optOutPath ?? '')).status).toBe(200)
  expect([await sourceOf(first?.phone ?? ''), await sourceOf(second?.phone ?? '')]).toEqual([undefined, 'link'])
})

test('tracked links beside an opt-out link lead where they should', async () => {
  const { paths } = await sendOne('{opt_out_link} https://three.example/ and https://four.example/')
  expect((await get(paths[0] ?? '')).headers.location).toBe('https://three.example/')
  expect((await get(paths[1] ?? '')).headers.location).toBe('https://four.example/')
})

test('a deleted message and an erased person answer 410, and the number of the neighbour stays in', async () => {
  const before = await sendOne('{opt_out_link}')
  const deleted = await sendOne('{opt_out_link}')
  const erased = await sendOne('{opt_out_link}')
  await db`delete from messages where id = ${deleted.id}`
  await inTransaction(db, (tx) => eraseMessages(tx, { accountId, phone: erased.phone, before: new Date(Date.now() + 60_000), limit: 10 }))
  for (const { optOutPath } of [deleted, erased]) {
    expect((await get(optOutPath)).status).toBe(410)
    expect((await post(optOutPath)).status).toBe(410)
  }
  for (const { phone } of [before, deleted, erased]) expect(await sourceOf(phone)).toBeUndefined()
})

test('the link of a message of a test key is told as a test, and suppresses nobody', async () => {
  const { id, phone, optOutPath } = await sendOne('{opt_out_link}', {}, testKey)
  expect((await post(optOutPath)).status).toBe(200)
  expect(await sourceOf(phone)).toBeUndefined()
  expect(await db`select test from outbox where type = 'contact.opted_out' and data->>'message_id' = ${String(id)}`).toEqual([
    { test: true },
  ])
})

test('in a batch the message follows from the number', async () => {
  const model = await sendOne('https://shop.example/ {opt_out_link}')
  const [rendering] = await db<{ id: bigint; kinds: ('tracked' | 'plain' | 'opt_out')[] }[]>`
    select rendering_id as id, link_kinds as kinds from messages join renderings on renderings.id = rendering_id where messages.id = ${model.id}`
  const perMessage = countNumbers(rendering?.kinds ?? [])
  expect(perMessage).toBe(2)
  const firstNumber = 50_000_000
  const firstId = 900_000
  const [batch] = await db<{ id: bigint }[]>`
    insert into batches (kind, code_space_id, first_number, size, account_id, rendering_id, links_per_message, first_message_id, tracking, test)
    values ('campaign', 1, ${firstNumber}, ${3 * perMessage}, ${accountId}, ${rendering?.id ?? 0n}, ${perMessage}, ${firstId}, 'full', false)
    returning id`
  for (let row = 0; row < 3; row++)
    await db`
      insert into messages (id, account_id, batch_id, rendering_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts, on_unknown, state,
        send_at, valid_until)
      values (${firstId + row}, ${accountId}, ${batch?.id ?? 0n}, ${rendering?.id ?? 0n}, 1, false, ${`+4915177000${row}0`}, 'Acme', 'full', 1, 'gsm7', 1,
        'keep', 'delivered', now(), now())`
  const number = firstNumber + perMessage + 1
  const codes = codeSpaces.get(1)
  const path = `/${codes?.encode(number)}${codes?.optOutMac.make(number)}`
  await directory.follow()
  expect((await get(`/${codes?.encode(number)}`)).status).toBe(404)
  expect((await get(`/${codes?.encode(number - 1)}`)).headers.location).toBe('https://shop.example/')
  expect((await post(path)).status).toBe(200)
  expect(await Promise.all([0, 1, 2].map((row) => sourceOf(`+4915177000${row}0`)))).toEqual([undefined, 'link', undefined])
})

test('a preview measures the link as it is sent, and names no field to fill', async () => {
  const request = { text: 'Bye {opt_out_link} for {name|you}', to: '+4915112345678' }
  const shown = await previewMessage(db, { accountId, request: previewRequest.parse(request), allowPrivate: false })
  const sent = await sendOne(request.text, { values: { opt_out_link: 'https://evil.example/' } })
  expect(sent.text).toMatch(/^Bye https:\/\/s\.test\/[0-9A-Za-z]{14} for you$/)
  expect(shown.after.example.characters).toBe(sent.text.length)
  expect(shown.before.example.characters).toBe(sent.text.length)
  expect(shown.fields.map(({ name }) => name)).toEqual(['name'])
  expect(shown.links).toMatchObject([
    { written: '{opt_out_link}', tracked: false, destination: null, short_length: 'https://s.test/12345678901234'.length },
  ])
  expect(sent.links).toEqual([])
})

test('with the database away it says so, and that nothing has changed', async () => {
  const away = connect({ server: { socketDir: '/nonexistent', user: 'nobody', database: 'none' }, max: 1, applicationName: 'test' })
  const optOuts = createOptOutLinks({ db: away, codeSpaces, directory, phoneHash: parts.phoneHash })
  const { optOutPath } = await sendOne('{opt_out_link}')
  const place = optOuts.read('s.test', { code: optOutPath.slice(1, 9), mac: optOutPath.slice(9) })
  if (place === undefined) throw new Error('the link was not known')
  expect([await optOuts.find(place), await optOuts.optOut(place)]).toEqual(['unavailable', 'unavailable'])
  const links = createLinkServer({
    ...{ resolver, optOuts, journal: { append: () => undefined }, log: silentLog, metrics: createMetrics() },
    config: { missBudget: 10, trustProxy: [], linkUrl: 'https://s.test' },
    ...{ conversionKeys: parts.conversionKeys, originsOf: async () => [] },
    health: async () => undefined,
  })
  const port = await links.listen({ host: '127.0.0.1', port: 0 })
  const answer = await ask({ port, path: optOutPath, method: 'POST', headers: { host: 's.test', 'accept-language': 'de' } })
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: expect.stringContaining('noch nichts geändert') })
  await links.close()
  await away.end()
})

test('whoever guesses is stopped by the budget', async () => {
  const guess = (at: number) => get(`/AAAAAAAA${String(at).padStart(6, '0')}`)
  const answers = []
  for (let at = 0; at < 205; at++) answers.push((await guess(at)).status)
  expect(answers.at(-1)).toBe(429)
})
