import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { snippetFile } from './snippet.ts'

const CLICK = '5QzZxK0fVd3mTq8LhN2aBc'
const OLDER = '0QzZxK0fVd3mTq8LhN2aBc'

type Given = {
  data?: Record<string, string>
  url?: string
  cookie?: string
  calls?: [string, unknown][]
  settings?: Record<string, string>
  more?: Record<string, unknown>
}

/** The script in a page that is made of the few things that it touches. Cookies are kept as a browser would show them. */
function load({ data = {}, url = 'https://shop.example/a?tl=' + CLICK, cookie = '', calls = [], settings, more = {} }: Given = {}) {
  const sent: { url: string; body: Record<string, unknown> }[] = []
  const written: string[] = []
  const addresses: string[] = []
  const cookies = new Map(cookie === '' ? [] : [readPair(cookie)])
  const document = {
    currentScript: { src: 'https://s.test/t1.js', dataset: { account: 'AAAAAAAA', parameter: 'tl', ...data } },
    get cookie() {
      return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    },
    set cookie(text: string) {
      written.push(text)
      const [name, value] = readPair(text)
      if (text.includes('max-age=0')) cookies.delete(name)
      else cookies.set(name, value)
    },
  }
  const sendBeacon = (to: string, body: string) => sent.push({ url: to, body: JSON.parse(body) }) > 0
  const page: Record<string, unknown> = { document, location: new URL(url), navigator: { sendBeacon }, URL, URLSearchParams }
  const history = { state: null, replaceState: (_state: unknown, _title: string, to: string) => void addresses.push(to) }
  const window: Record<string, unknown> = { taplineSettings: settings, tapline: { q: calls } }
  runInNewContext(snippetFile().body.toString(), { ...page, window, history, ...more })
  const tapline = (name: string, value?: unknown) => (typeof window.tapline === 'function' ? window.tapline(name, value) : 'not there')
  return { tapline, sent, written, addresses }
}

const readPair = (text: string): [string, string] => {
  const [name = '', value = ''] = (text.split(';')[0] ?? '').split('=')
  return [name, value]
}
const order = { name: 'order', value: 49.9, currency: 'EUR', orderId: 'A-17' }

test('it keeps the click id of the address and sends it with what was called before it was loaded', () => {
  const { sent, written } = load({ calls: [['convert', order]] })
  expect(written).toEqual([`tlp_AAAAAAAA=${CLICK}; path=/; samesite=lax; max-age=7776000; secure`])
  expect(sent).toEqual([{ url: 'https://s.test/c', body: { a: 'AAAAAAAA', n: 'order', v: 49.9, u: 'EUR', o: 'A-17', c: [CLICK] } }])
})

test('the first click stays beside the last one', () => {
  const { tapline, sent, written } = load({ cookie: `tlp_AAAAAAAA=${OLDER}` })
  expect(written[0]).toContain(`tlp_AAAAAAAA=${OLDER}.${CLICK};`)
  tapline('convert', order)
  expect(sent[0]?.body.c).toEqual([OLDER, CLICK])
  expect(tapline('id')).toBe(CLICK)
})

test('without a click id nothing is sent, unless the short domain has a cookie of its own', () => {
  const without = load({ url: 'https://shop.example/?tl=nonsense' })
  without.tapline('convert', order)
  expect([without.sent, without.written]).toEqual([[], []])
  const third = load({ url: 'https://shop.example/', data: { cookie: '' } })
  third.tapline('convert', order)
  expect(third.sent).toHaveLength(1)
})

test('with consent to come nothing is kept or sent; yes sends what waited, no forgets it', () => {
  const yes = load({ data: { consent: 'wait' }, calls: [['convert', order]] })
  expect([yes.sent, yes.written, yes.tapline('id')]).toEqual([[], [], undefined])
  yes.tapline('consent', true)
  expect(yes.sent).toHaveLength(1)
  const no = load({ data: { consent: 'wait' }, calls: [['convert', order]] })
  no.tapline('consent', false)
  no.tapline('convert', order)
  expect(no.sent).toEqual([])
  no.tapline('consent', true)
  expect(no.sent).toHaveLength(1)
})

test('settings that a tag manager made go before attributes, which it takes off', () => {
  const settings = { account: 'AAAAAAAA', parameter: 'tl', url: 'https://other.test' }
  const { sent } = load({ data: { account: 'lost' }, settings, calls: [['convert', order]] })
  expect(sent).toMatchObject([{ url: 'https://other.test/c', body: { a: 'AAAAAAAA', c: [CLICK] } }])
})

test('it takes the click id out of the address when asked, and leaves the rest', () => {
  const { addresses } = load({ data: { strip: '' }, url: `https://shop.example/a?b=1&tl=${CLICK}#c` })
  expect(addresses).toEqual(['https://shop.example/a?b=1#c'])
})

test('it falls back to fetch, and never throws, whatever the page lacks', () => {
  const fetched: string[] = []
  const fetch = (url: string) => (fetched.push(url), Promise.reject(new Error('blocked')))
  load({ more: { navigator: {}, fetch }, calls: [['convert', order]] })
  expect(fetched).toEqual(['https://s.test/c'])
  const hostile = {
    get cookie(): string {
      throw new Error('no cookies here')
    },
  }
  expect(() => load({ more: { document: hostile } })).not.toThrow()
  expect(() => load({ more: { document: { currentScript: null } }, calls: [['convert', order]] })).not.toThrow()
  const { tapline } = load()
  for (const [name, value] of [
    ['nothing', 1],
    ['convert', null],
    ['convert', 7],
    ['__proto__', 1],
    ['id', 'x'],
  ] as const)
    expect(() => tapline(name, value)).not.toThrow()
})
