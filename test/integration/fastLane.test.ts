import { once } from 'node:events'
import { connect as dial } from 'node:net'
import { afterAll, expect, test, vi } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { testServer } from '../helpers/database.ts'
import { IPHONE, linkServer } from '../helpers/links.ts'
import { send, SHORT_HOST } from '../helpers/messaging.ts'

const server = await testServer()
const db = connect({ server, max: 6, applicationName: 'test' })
afterAll(() => db.end())
const { parts, key, get, port, close } = await linkServer(db, { server })

async function sendOne(phone: string) {
  const [recipient] = (await send(parts, key, { to: phone, text: 'See https://shop.example/fast' })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  await db`update messages set state = 'delivered', submitted_at = now() where id = ${recipient.id}`
  const path = new URL(recipient.links[0]?.shortLink ?? '').pathname
  // The first request reads the message; the next ones are answered from memory.
  await get(path)
  return { id: recipient.id, path }
}
const { path } = await sendOne('+491515550001')

const head = (method: string, at = path, more = '') =>
  `${method} ${at} HTTP/1.1\r\nHost: ${SHORT_HOST}\r\nUser-Agent: ${IPHONE}\r\n${more}Connection: keep-alive\r\n\r\n`
const CLOSE = head('GET', '/robots.txt').replace('keep-alive', 'close')

/** Sends each piece when the one before was answered, and gives all that came back until the server closed. */
async function converse(...pieces: string[]): Promise<string> {
  const socket = dial({ port, host: '127.0.0.1', noDelay: true })
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  for (const piece of pieces) {
    const answered = once(socket, 'data')
    socket.write(piece, 'latin1')
    if (piece.endsWith('\r\n\r\n')) await answered
  }
  await once(socket, 'close')
  return text
}
const withoutDate = (text: string) => text.replace(/Date: [^\r]+/g, 'Date')
const answers = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1])

test('the fast lane answers to the byte as node:http does', async () => {
  // What has an unusual header goes to node:http.
  const [fast, slow] = [await converse(head('GET'), CLOSE), await converse(head('GET', path, 'Trailer: x\r\n'), CLOSE)]
  expect(withoutDate(fast)).toBe(withoutDate(slow))
  expect(answers(fast)).toEqual(['302', '200'])
  expect(fast).toContain('Location: https://shop.example/fast\r\n')
})

test('a connection may leave the fast lane after some hits, and each hit counts', async () => {
  const { id, path } = await sendOne('+491515550002')
  const text = await converse(head('GET', path), head('GET', path), head('HEAD', path), head('GET', path), CLOSE)
  expect(answers(text)).toEqual(['302', '302', '302', '302', '200'])
  const hits = () => db`select verdict from hits where message_id = ${id} order by verdict`
  await vi.waitFor(async () => expect(await hits()).toHaveLength(5), { timeout: 20_000 })
  expect((await hits()).map(({ verdict }) => verdict)).toEqual(['bot', 'click', 'click', 'click', 'click'])
})

test('requests that come before an answer are answered in their order', async () => {
  const unknown = head('GET', '/AAAAAAAA')
  expect(answers(await converse(head('GET') + unknown + head('GET') + CLOSE))).toEqual(['302', '404', '302', '200'])
})

test('a request in pieces is one request', async () => {
  const whole = head('GET')
  expect(answers(await converse(whole.slice(0, 30), whole.slice(30), CLOSE))).toEqual(['302', '200'])
})

test.each([
  ['a folded line', ' folded: x\r\n'],
  ['a control character', 'X: a\x01b\r\n'],
])('%s gets 400', async (_, line) => {
  expect(await converse(head('GET', path, line))).toMatch(/^HTTP\/1\.1 400 /)
})

test('a client that sends nothing but its end is let go', async () => {
  const socket = dial({ port, host: '127.0.0.1' })
  socket.resume().end()
  expect(await once(socket, 'close')).toEqual([false])
})

test('a server that stops lets idle connections go and answers no new one', async () => {
  const socket = dial({ port, host: '127.0.0.1' })
  socket.write(head('GET'))
  await once(socket, 'data')
  const closed = once(socket, 'close')
  await close()
  expect(await closed).toEqual([false])
  await expect(once(dial({ port, host: '127.0.0.1' }), 'connect')).rejects.toThrow('ECONNREFUSED')
})
