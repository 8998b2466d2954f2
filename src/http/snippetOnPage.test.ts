import { expect, test } from 'vitest'
import { parseConfig } from '../platform/config.ts'
import { snippetCode } from './snippet.ts'
import { findSnippet } from './snippetOnPage.ts'

const { linkUrl } = parseConfig({ LINK_URL: 'https://s.test' })
const settings = {
  ...{
    parameter: 'tl',
    cookieDays: null,
    cookieDomain: null,
    model: 'last' as const,
    windowDays: 7,
    windows: {},
    origins: [],
    repeatMinutes: 30,
    snippetDays: 90,
  },
}
const query = { consent: 'none' as const, strip: 'false' as const, days: 90 }
const code = snippetCode({ linkUrl, publicId: 'gZ0yTn4c', settings, query })
const ours = { publicId: 'gZ0yTn4c', parameter: 'tl' }
const page = (inside: string) => `<!doctype html><html><head><title>Shop</title>${inside}</head><body>Hi</body></html>`

test.each([
  ['script', code.script],
  ['inline', code.inline],
  ['tag_manager', code.tag_manager],
] as const)('the code in the form "%s" is found as we hand it out', (form, text) => {
  expect(findSnippet(page(text), ours)).toEqual({
    ...{ snippet: form, account: 'yours', parameter: 'as_set', converts: false, has_tag_manager: false },
  })
})

test('a call that reports a conversion is seen, and the code of another account is told from ours', () => {
  expect(findSnippet(page(code.script + code.convert), { ...ours, publicId: 'AAAAAAAA' })).toMatchObject({
    ...{ snippet: 'script', account: 'other', converts: true },
  })
  expect(findSnippet(page(code.script), { ...ours, parameter: 'other' })).toMatchObject({ account: 'yours', parameter: 'differs' })
  expect(findSnippet(page(code.script), { ...ours, parameter: null })).toMatchObject({ parameter: 'differs' })
})

test('ours counts where several accounts share a page', () => {
  const other = code.script.replace('gZ0yTn4c', 'AAAAAAAA')
  expect(findSnippet(page(other + code.script), ours)).toMatchObject({ account: 'yours' })
})

test.each([
  ['nothing', ''],
  ['code that is commented out', `<!-- ${code.script} -->`],
  ['a text about it', '<p>&lt;script data-account="gZ0yTn4c"&gt; /t1.js</p>'],
  ['a tag that never ends', '<script data-account="gZ0yTn4c" src="/t1.js"'],
  ["somebody else's script with such an attribute", '<script src="https://other.example/x.js" data-account="gZ0yTn4c"></script>'],
])('%s is not the code', (_what, text) => {
  expect(findSnippet(text, ours)).toMatchObject({ snippet: null, account: null, parameter: null })
})

test('a tag manager is named, since it may bring the code later', () => {
  const manager = '<script async src="https://www.googletagmanager.com/gtm.js?id=GTM-X"></script>'
  expect(findSnippet(page(manager), ours)).toMatchObject({ snippet: null, has_tag_manager: true })
})

test('a page of a million characters that opens everything and closes nothing is read in one walk', () => {
  for (const piece of ['<script', '<!--', '<script>', "<script data-account='", 'taplineSettings'])
    expect(findSnippet(piece.repeat(1_000_000 / piece.length), ours).account).toBeNull()
})
