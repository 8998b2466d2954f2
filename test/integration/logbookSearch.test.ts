/** What the logbook and the list of links are searched by. */
import { expect, test } from 'vitest'
import { api, caller } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { newAccount } from '../helpers/messaging.ts'
import { signInAs, visitor } from '../helpers/people.ts'

const db = await testDatabase()
const { app } = await api(db)

async function account() {
  const made = await newAccount(db)
  const call = caller(app, made.secretKey)
  const send = async (to: string, text: string, more: Record<string, unknown> = {}) => {
    const { status, body } = await call('POST', '/v1/messages', { to, from: 'Acme', text, ...more })
    expect(status).toBe(202)
    return (body.messages as { id: string }[])[0]?.id ?? ''
  }
  const find = async (query: string) => {
    const { status, body } = await call('GET', `/v1/messages?${query}`)
    expect(status).toBe(200)
    return (body.messages as { id: string }[]).map(({ id }) => id)
  }
  return { ...made, call, send, find }
}

test('messages are found by how their number begins and by how it ends, however it is written', async () => {
  const { send, find, call } = await account()
  const german = await send('+4915112345678', 'One')
  const french = await send('+33612345678', 'Two')
  for (const query of ['phone_starts=49151', 'phone_starts=%2B49%20151', 'phone_starts=0049-151', 'phone_starts=+49'])
    expect(await find(query)).toEqual([german])
  expect(await find('phone_ends=5678')).toEqual([french, german])
  expect(await find('phone_ends=33%20612%20345%20678')).toEqual([french])
  expect(await find('phone_ends=9%20345678')).toEqual([])
  expect(await find('phone_ends=5678&phone_starts=49')).toEqual([german])
  for (const [query, field] of [
    ['phone_starts=0151', 'phone_starts'],
    ['phone_starts=%25', 'phone_starts'],
    ['phone_ends=678', 'phone_ends'],
    ['phone_ends=12_4', 'phone_ends'],
  ])
    expect(await call('GET', `/v1/messages?${query}`)).toMatchObject({ status: 422, body: { code: 'phone_invalid', field } })
})

test('messages are found by whole words of what was written, in any case and any order', async () => {
  const { send, find } = await account()
  const spring = await send('+4915112345678', 'Hi {first_name|there}, Frühlings-SALE: https://shop.example/spring')
  const other = await send('+4915112345679', 'A winter sale')
  expect(await find('words=sale')).toEqual([other, spring])
  expect(await find(`words=${encodeURIComponent('Sale frühlings')}`)).toEqual([spring])
  expect(await find('words=shop.example/spring')).toEqual([spring])
  expect(await find('words=sal')).toEqual([])
  expect(await find('words=%21%21')).toEqual([])
  expect(await find('words=sale&state=queued&phone_ends=5679')).toEqual([other])
})

test('messages of several texts come in the order of time, page by page', async () => {
  const { send, find, call } = await account()
  const ids: string[] = []
  for (let each = 0; each < 7; each++) ids.unshift(await send('+4915112345678', `Sale of kind ${each % 3}`))
  expect(await find('words=sale')).toEqual(ids)
  const paged: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await call('GET', `/v1/messages?words=sale&limit=2${cursor}`)
    paged.push(...(body.messages as { id: string }[]).map(({ id }) => id))
    if (body.next_cursor === null) break
    cursor = `&cursor=${String(body.next_cursor)}`
  }
  expect(paged).toEqual(ids)
})

test('messages are found by id, and those of campaigns can be left out', async () => {
  const { send, find } = await account()
  const id = await send('+4915112345678', 'One')
  await send('+4915112345678', 'Two')
  expect(await find(`id=${id}`)).toEqual([id])
  expect(await find('campaign=false')).toHaveLength(2)
  expect(await find('campaign=true')).toEqual([])
})

test('a message is found by each of its short links, whole or as a code alone, and by no other', async () => {
  const { call, send, find } = await account()
  await send('+4915112345678', 'Before: https://shop.example/before')
  const id = await send('+4915112345678', 'Two: https://shop.example/one and https://shop.example/two, stop: {opt_out_link}')
  await send('+4915112345678', 'After: https://shop.example/after')
  const { body } = await call('GET', `/v1/messages/${id}`)
  const shortLinks = (body.text as string).match(/https?:\/\/\S+\/[0-9A-Za-z]{8,14}/g) ?? []
  expect(shortLinks).toHaveLength(3)
  for (const link of shortLinks) {
    expect(await find(`short_link=${encodeURIComponent(link)}`)).toEqual([id])
    expect(await find(`short_link=${link.slice(link.lastIndexOf('/') + 1)}`)).toEqual([id])
  }
  expect(await find('short_link=00000000')).toEqual([])
  const other = await account()
  expect(await other.find(`short_link=${encodeURIComponent(shortLinks[0] ?? '')}`)).toEqual([])
  expect(await call('GET', '/v1/messages?short_link=too-short')).toMatchObject({ status: 400, body: { field: 'short_link' } })
})

test('no search crosses from one account to another', async () => {
  const [one, other] = [await account(), await account()]
  const id = await one.send('+4915112345678', 'Secret https://shop.example/secret')
  for (const query of ['phone_starts=49', 'phone_ends=5678', 'words=secret', `id=${id}`]) expect(await other.find(query)).toEqual([])
  expect((await other.call('GET', '/v1/links?words=secret')).body.links).toEqual([])
})

test('who is not shown numbers can search neither by their ends nor by figures in texts', async () => {
  const { accountId, send } = await account()
  await send('+4915112345678', 'Call 5678')
  const call = visitor(app, (await signInAs(db, { accountId, role: 'viewer' })).cookie)
  for (const query of ['phone_starts=49151', 'phone_ends=5678', 'words=5678'])
    expect(await call('GET', `/v1/messages?${query}`)).toMatchObject({ status: 403, body: { code: 'numbers_hidden' } })
  expect((await call('GET', '/v1/messages?words=call')).body.messages).toHaveLength(1)
})

test('links are listed with the text that they stand in, searched by words of their destination, and paged', async () => {
  const { send, call } = await account()
  await send('+4915112345678', 'One https://shop.example/spring?c=12 and https://shop.example/new')
  await send('+4915112345678', 'Two https://other.example/spring')
  const list = async (query: string) => (await call('GET', `/v1/links?${query}`)).body.links as Record<string, unknown>[]
  expect((await list('')).map(({ destination }) => destination)).toEqual([
    'https://other.example/spring',
    'https://shop.example/new',
    'https://shop.example/spring?c=12',
  ])
  expect(await list('words=SHOP.example/spring')).toMatchObject([
    {
      ...{ destination: 'https://shop.example/spring?c=12', text: 'One https://shop.example/spring?c=12 and https://shop.example/new' },
      ...{ state: 'active', total_clicks: 0, unique_clicks: 0, views: 0, bots: 0, conversions: 0, campaign_id: null },
    },
  ])
  const first = await call('GET', '/v1/links?limit=2')
  const second = await call('GET', `/v1/links?limit=2&cursor=${String(first.body.next_cursor)}`)
  expect(second.body).toMatchObject({ links: [{ destination: 'https://shop.example/spring?c=12' }], next_cursor: null })
})

test('a link ends at a time of its own, is found by its state, and later sends of its text get one that has no end', async () => {
  const { send, call } = await account()
  const text = 'Until tonight https://shop.example/tonight'
  await send('+4915112345678', text)
  const [link] = (await call('GET', '/v1/links')).body.links as { id: string }[]
  const at = '2026-01-01T00:00:00.000Z'
  expect(await call('PATCH', `/v1/links/${link?.id}`, { expires_at: at })).toMatchObject({ status: 200, body: { expires_at: at } })
  expect((await call('GET', '/v1/links?state=expired')).body.links).toMatchObject([{ id: link?.id, state: 'expired' }])
  expect((await call('GET', '/v1/links?state=active')).body.links).toEqual([])
  await send('+4915112345679', text)
  expect((await call('GET', '/v1/links?state=active')).body.links).toMatchObject([{ expires_at: null }])
  await call('POST', `/v1/links/${link?.id}/takedown`)
  expect((await call('GET', '/v1/links?state=taken_down')).body.links).toMatchObject([{ id: link?.id, state: 'taken_down' }])
  expect((await call('PATCH', `/v1/links/${link?.id}`, { expires_at: null })).body.expires_at).toBeNull()
  expect((await call('PATCH', `/v1/links/${link?.id}`, { expires_at: 'soon' })).status).toBe(400)
})
