import { execFileSync } from 'node:child_process'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snippetLanguages, snippetOf, type Call } from '../../web/pages/developer/reference/snippets.ts'

const send: Call = {
  ...{ method: 'POST', url: 'http://localhost:4100/v1/messages', key: 'tl_key', hasAnswer: true },
  body: { kind: 'json', value: { to: '+4915112345678', text: "It's on: €5", links: [], utm: {}, test: true, none: null } },
}

test('curl gets its header and body in quotes', () => {
  expect(snippetOf('curl', { ...send, body: { kind: 'json', value: { text: "It's on" } } })).toBe(
    [
      `curl 'http://localhost:4100/v1/messages' \\`,
      `  -H 'Authorization: Bearer tl_key' \\`,
      `  -H 'Content-Type: application/json' \\`,
      `  -d '{"text":"It'\\''s on"}'`,
    ].join('\n'),
  )
})

test.each(['GET', 'DELETE', 'PATCH'])('curl names the method %s only where it would take another', (method) => {
  const snippet = snippetOf('curl', { ...send, method, body: { kind: 'none' } })
  expect(snippet.includes(`-X ${method}`)).toBe(method !== 'GET')
})

test('a shell hands on exactly the body that was meant, whatever its texts hold', () => {
  // One shell for all: to start one takes longer than the rest. No body of ours meets its own limit, U+0000.
  const texts = fc.sample(fc.string({ unit: 'grapheme' }), 50).filter((text) => !text.includes('\u0000'))
  const shown = texts.map((text) =>
    snippetOf('curl', { ...send, body: { kind: 'json', value: { text } } }).replace(/^curl/, 'printf "%s\\0"'),
  )
  const parts = execFileSync('bash', ['-c', shown.join('\n')], { encoding: 'utf8' }).split('\u0000')
  const bodies = parts.flatMap((part, at) => (part === '-d' ? [JSON.parse(parts[at + 1] ?? '')] : []))
  expect(bodies).toEqual(texts.map((text) => ({ text })))
})

test('TypeScript makes the request that was meant, whatever its texts hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      // Written as a literal it names the prototype; no body of ours has such a member.
      fc.pre(!JSON.stringify(value).includes('"__proto__"'))
      const asked: [string, RequestInit][] = []
      const fetch = async (...request: [string, RequestInit]) => {
        asked.push(request)
        return { ok: true, json: async () => 'done' }
      }
      const script = snippetOf('TypeScript', { ...send, body: { kind: 'json', value } })
      await runInNewContext(`(async () => { ${script} })()`, { fetch, console: { log: () => undefined } })
      const [[url, init] = []] = asked
      expect([url, init?.method, JSON.parse(String(init?.body))]).toEqual([send.url, 'POST', JSON.parse(JSON.stringify(value))])
    }),
    { numRuns: 100 },
  )
})

test('Python has its own words for true, false and nothing', () => {
  const snippet = snippetOf('Python', send)
  expect(snippet).toContain('"test": True,')
  expect(snippet).toContain('"none": None,')
  expect(snippet).toContain(`"text": "It's on: €5",`)
  expect(snippet).toContain('requests.post(')
})

test('PHP keeps quotes, backslashes and dollars as they are, and an empty object an object', () => {
  const value = { text: `a'b\\c $d`, utm: {}, links: [] }
  const snippet = snippetOf('PHP', { ...send, body: { kind: 'json', value } })
  expect(snippet).toContain(`'text' => 'a\\'b\\\\c $d',`)
  expect(snippet).toContain(`'utm' => new stdClass(),`)
  expect(snippet).toContain(`'links' => [],`)
})

test.each(snippetLanguages)('in %s a file is sent as it is, and the key stands in the header', (language) => {
  const snippet = snippetOf(language, { ...send, body: { kind: 'file', type: 'text/csv', name: 'contacts.csv' } })
  expect(snippet).toContain('contacts.csv')
  expect(snippet).toContain('text/csv')
  expect(snippet).toContain('Bearer tl_key')
  expect(snippet).not.toContain('application/json')
})
