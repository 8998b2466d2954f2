import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SnippetQuery } from '../contract/conversionSettings.ts'
import type { ConversionSettings } from '../domain/accounts/conversionSettings.ts'

/** Read beside `src` and `dist` alike. */
const FILE = fileURLToPath(new URL('../../assets/snippet/1.js', import.meta.url))

/** Pages name it with the hash of its bytes and browsers keep it for a year: another script gets another path, and this one stays. */
export const SNIPPET_PATH = '/t1.js'

type SnippetFile = { body: Buffer; integrity: string }
let file: SnippetFile | undefined

/** The script for customers' pages with its integrity hash. */
export function snippetFile(): SnippetFile {
  if (file !== undefined) return file
  const body = readFileSync(FILE)
  file = { body, integrity: `sha384-${createHash('sha384').update(body).digest('base64')}` }
  return file
}

type Given = { linkUrl: string; publicId: string; settings: ConversionSettings; query: SnippetQuery }

/** What an account copies into its pages, filled in. */
export function snippetCode({ linkUrl, publicId, settings, query }: Given) {
  const { body, integrity } = snippetFile()
  const url = `${linkUrl}${SNIPPET_PATH}`
  const data = dataOf({ publicId, settings, query })
  const attributes = Object.entries(data)
    .map(([name, value]) => (value === '' ? `data-${name}` : `data-${name}="${value}"`))
    .join(' ')
  const stub = '<script>window.tapline=window.tapline||function(){(tapline.q=tapline.q||[]).push(arguments)}</script>'
  return {
    ...{ url, integrity },
    script: `${stub}\n<script async src="${url}" integrity="${integrity}" crossorigin="anonymous" ${attributes}></script>`,
    tag_manager: `<script>\n${loaderOf({ url, integrity, linkUrl, data })}\n</script>`,
    inline: `<script ${attributes} data-url="${linkUrl}">\n${body.toString().trim()}\n</script>`,
    convert: `<script>tapline('convert', { name: 'order', value: 49.9, currency: 'EUR', orderId: 'A-17' })</script>`,
    pixel: `<img src="${linkUrl}/p.gif?a=${publicId}&amp;n=order&amp;v=49.90&amp;u=EUR&amp;o=A-17" width="1" height="1" alt="" referrerpolicy="strict-origin-when-cross-origin">`,
  }
}

/** Every value is a word that its schema has checked, so none needs to be escaped. */
function dataOf({
  publicId,
  settings: { parameter, cookieDays, snippetDays },
  query: { days, consent, strip, domain },
}: Omit<Given, 'linkUrl'>) {
  const data: Record<string, string> = { account: publicId }
  if (parameter !== null) data.parameter = parameter
  data.days = String(days ?? snippetDays)
  if (domain !== undefined) data.domain = domain
  if (consent === 'wait') data.consent = 'wait'
  if (strip === 'true') data.strip = ''
  if (cookieDays !== null) data.cookie = ''
  return data
}

/** Plain script that loads ours: a tag manager takes attributes off the tags that it is given, so it makes the tag itself. */
const loaderOf = ({ url, integrity, linkUrl, data }: { url: string; integrity: string; linkUrl: string; data: Record<string, string> }) =>
  [
    `window.taplineSettings = ${JSON.stringify({ ...data, url: linkUrl })};`,
    'window.tapline = window.tapline || function () { (window.tapline.q = window.tapline.q || []).push(arguments) };',
    '(function (s) {',
    `  s.async = true; s.crossOrigin = 'anonymous'; s.integrity = '${integrity}'; s.src = '${url}';`,
    '  document.head.appendChild(s)',
    "})(document.createElement('script'));",
  ].join('\n')
