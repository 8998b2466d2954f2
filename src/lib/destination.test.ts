import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDestination } from './destination.ts'
import { MAX_DESTINATION_LENGTH } from './destinationForm.ts'
import { isPrivateAddress, isPrivateHost } from './privateHosts.ts'

const ownHosts = new Set(['l.example', 'localhost:3001'])
const check = (input: string, allowPrivate = false) => checkDestination(input, { allowPrivate, ownHosts })

test.each([
  ['https://shop.example', 'https://shop.example/'],
  ['HTTP://Shop.Example:80/A?b=1#c', 'http://shop.example/A?b=1#c'],
  ['https://münchen.de/käse', 'https://xn--mnchen-3ya.de/k%C3%A4se'],
  [' https://shop.example/a b ', 'https://shop.example/a%20b'],
  ['https://8.8.8.8:8443/', 'https://8.8.8.8:8443/'],
  ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
  ['https://l.example:8443/', 'https://l.example:8443/'],
  ['https://shop.example/?to=https://user:word@evil.example', 'https://shop.example/?to=https://user:word@evil.example'],
  ['https://a_b.shop.example./', 'https://a_b.shop.example./'],
])('accepts %j', (input, url) => expect(check(input)).toEqual({ kind: 'ok', url }))

test.each([
  '',
  'shop.example',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  'ftp://shop.example/',
  'mailto:a@b.example',
  '//shop.example/',
  'https:shop.example',
  'https:///shop.example',
  'https://',
  'https://user@shop.example/',
  'https://user:word@shop.example/',
  'https://shop.example\\@evil.example/',
  'https:\\\\shop.example',
  'https://shop.example/\r\nSet-Cookie:a=b',
  'https://sh\top.example/',
  'java\nscript:alert(1)',
  'https://shop.example/\0',
  'https://shop.example/\ud83d',
  'https://a..example/',
  'https://*.example/',
  'https://-a.example/',
  "https://a'b.example/",
  'https://shop.example:99999/',
  'https://shop example/',
  'https://foo.123/',
  'https://[::g]/',
  `https://${'a'.repeat(64)}.example/`,
  `https://shop.example/${'a'.repeat(MAX_DESTINATION_LENGTH)}`,
  `https://shop.example/${'ä'.repeat(1_000)}`,
])('refuses %j as no link', (input) => expect(check(input)).toMatchObject({ kind: 'invalid' }))

test.each([
  'http://localhost/',
  'http://localhost./',
  'http://LOCALHOST:3000/',
  'http://a.localhost/',
  'http://intranet/',
  'http://nas.local/',
  'http://db.internal/',
  'http://x.home.arpa/',
  'http://fritz.lan/',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://0x7f.1/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://169.254.169.254/',
  'http://100.64.0.1/',
  'http://168.63.129.16/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::ffff:8.8.8.8]:1/'.replace('8.8.8.8', '127.0.0.1'),
  'http://[::7f00:1]/',
  'http://[::808:808]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://[64:ff9b::a00:1]/',
  'http://[2002:a00:1::]/',
  'http://[100:0:0:1::1]/',
  'http://[2001:db8::1]/',
  'http://①②⑦.0.0.1/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
])('refuses %j as private', (input) => expect(check(input)).toMatchObject({ kind: 'private' }))

test.each(['https://l.example/Ab3dE6gH', 'http://L.EXAMPLE./', 'https://l.example:443/', 'http://localhost:3001/x'])(
  'refuses %j as a loop, private or not',
  (input) => {
    expect(check(input)).toMatchObject({ kind: 'loop' })
    expect(check(input, true)).toMatchObject({ kind: 'loop' })
  },
)

test('private hosts are accepted where the operator allows them, other schemes never', () => {
  expect(check('http://localhost:8080/', true)).toEqual({ kind: 'ok', url: 'http://localhost:8080/' })
  expect(check('javascript:alert(1)', true)).toMatchObject({ kind: 'invalid' })
})

test('addresses are judged by the networks they are in', () => {
  expect(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'].some(isPrivateAddress)).toBe(false)
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '192.0.2.1', 'fe80::1%eth0', 'nonsense', ''].every(isPrivateAddress)).toBe(true)
  expect(isPrivateHost('shop.example')).toBe(false)
})

const parts = fc.constantFrom(
  'http',
  'https',
  ':',
  '/',
  '\\',
  '@',
  '#',
  '?',
  '.',
  'shop.example',
  'javascript:',
  'l.example',
  '127.0.0.1',
  '[::1]',
  '0x7f',
  '%',
  '%0a',
  ' ',
  '\t',
  '\r\n',
  'ä',
  '\ud83d',
  '。',
  '\u202e',
  'a',
)
const inputs = fc.oneof(
  fc.array(parts, { maxLength: 12 }).map((list) => list.join('')),
  fc.array(parts, { maxLength: 12 }).map((list) => `https://${list.join('')}`),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.string({ unit: 'binary' }),
)

test('hostile input never raises, an accepted URL is safe, and checking it again changes nothing', () => {
  fc.assert(
    fc.property(inputs, fc.boolean(), (input, allowPrivate) => {
      const result = check(input, allowPrivate)
      const url = result.kind === 'ok' ? result.url : 'https://shop.example/'
      const message = result.kind === 'ok' ? 'nothing is wrong here' : result.message
      expect(message.length).toBeGreaterThan(20)
      expect(url).toMatch(/^https?:\/\/[a-z0-9._[\]:-]+\/[\u0021-\u007e]*$/)
      expect(new URL(url).username).toBe('')
      expect(check(url, allowPrivate)).toEqual({ kind: 'ok', url })
    }),
    { numRuns: 3_000 },
  )
})
