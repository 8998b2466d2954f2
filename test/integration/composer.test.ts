/** What the composer shows is what the server says and sends: the same texts through both. */
import { expect, test } from 'vitest'
import { parseTemplate } from '../../src/lib/template.ts'
import { estimate } from '../../web/pages/compose/estimate.ts'
import { adviceFor, measure } from '../../web/pages/compose/measure.ts'
import type { Surroundings } from '../../web/pages/compose/surroundings.ts'
import { api } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const db = await testDatabase()
const { call } = await api(db)
const { body: account } = await call('GET', '/v1/account')
const { body: domains } = await call('GET', '/v1/short-domains')
const surroundings: Surroundings = {
  tracking: 'full',
  linkForm: account.link_form === 'bare' ? 'bare' : 'full',
  utm: {},
  mergeFieldsInUrls: account.merge_fields_in_urls === true,
  domains: domains.domains as Surroundings['domains'],
}

const beginnings = [
  'Hi {first_name|there}, ',
  'Grüße — “neu” ',
  'Привет ',
  '',
  '{greeting|Hello}{first_name|friend}: ',
  'Preis 5€ ^{{x}}~ ',
  '👋🏽 ',
]
const links = [
  'https://shop.example/spring?colour=green&size=all#top',
  'shop.example/a',
  'www.shop.example.',
  'http://shop.example/(x)',
  'https://shop.example/{code|A1}',
  '{parcel_url}',
  'https://user:word@shop.example/',
  'https://bit.ly/abc',
  'https://{host}.example/x',
  'no link',
]
const endings = ['', ' until Sunday.', '\nStop: {opt_out_link}', ` ${'x'.repeat(130)}`, ` and ${'https://shop.example/b '.repeat(3)}`, '…']
const texts = beginnings.flatMap((beginning) => links.flatMap((link) => endings.map((ending) => beginning + link + ending)))
const wishFor = (text: string, at: number) => ({
  text,
  isTracking: at % 7 !== 3,
  untracked: at % 5 === 1 ? [firstLinkOf(text)] : [],
  shortDomain: undefined,
  linkForm: at % 3 === 1 ? ('bare' as const) : undefined,
  utm: at % 4 === 1 ? { utm_source: 'sms' } : {},
  linkUtm: at % 6 === 4 ? [{ at: firstLinkOf(text), utm: { utm_source: 'own', utm_content: 'ä b&c' } }] : [],
})
type Wish = ReturnType<typeof wishFor>

test(`${texts.length} texts measure alike in the composer and in a preview of the server, and are refused alike`, async () => {
  let refused = 0
  for (const [at, text] of texts.entries()) {
    const wish = wishFor(text, at)
    const { status, body } = await call('POST', '/v1/messages/preview', requestOf(wish))
    expect(shownFor(wish)).toEqual(status === 200 ? toldBy(text, body) : { text, code: body.code, detail: body.detail })
    if (status !== 200) refused++
  }
  expect(refused).toBeGreaterThan(20)
  expect(refused).toBeLessThan(texts.length / 2)
})

test('what is sent has the parts and the text that were shown, codes aside', async () => {
  const values = { first_name: 'Łukasz', code: 'Z9', parcel_url: 'https://parcel.example/4711' }
  let sent = 0
  for (const [at, text] of texts.entries()) {
    if (at % 6 !== 0) continue
    const wish = wishFor(text, at)
    const shown = measure(wish, surroundings)
    if (shown.kind !== 'composed') continue
    const recipient = { phone: '+4915112345678', country: 'DE', contact_id: null, values }
    const reckoned = estimate(shown.composed, { recipients: [recipient], willReceive: 1, countries: [] })
    const request = { ...requestOf(wish), from: 'Acme', to: { phone: recipient.phone, values } }
    const { status, body } = await call('POST', '/v1/messages', request)
    expect([text, status]).toEqual([text, 202])
    const [message] = body.messages as { text: string; parts: number; units: number }[]
    expect([text, message?.parts, message?.units]).toEqual([text, reckoned.parts.max, reckoned.characters.max])
    sent++
  }
  expect(sent).toBeGreaterThan(30)
})

function firstLinkOf(text: string): number {
  try {
    return parseTemplate(text).links[0]?.start ?? -1
  } catch {
    // A text that cannot be parsed has no link to leave untracked.
    return -1
  }
}

function requestOf({ text, isTracking, untracked, linkForm, utm, linkUtm }: Wish) {
  const isUntracked = untracked.some((start) => start >= 0)
  const own = linkUtm.find(({ at }) => at >= 0)?.utm
  return {
    text,
    ...(isTracking ? {} : { tracking: 'off' }),
    ...(isUntracked || own !== undefined
      ? { links: [{ position: 0, tracked: !isUntracked, ...(own === undefined ? {} : { utm: own }) }] }
      : {}),
    ...(linkForm === undefined ? {} : { link_form: linkForm }),
    utm,
  }
}

/** What the composer makes of a text, in the words of the server's answer. */
function shownFor(wish: Wish) {
  const shown = measure(wish, surroundings)
  const { text } = wish
  if (shown.kind === 'refused') return { text, code: shown.error.code, detail: shown.error.message }
  if (shown.kind === 'empty') return { text, isEmpty: true }
  const { before, after, text: sample } = shown.example
  const own = { text, links: shown.links.map(linkOf), fields: shown.fields.map(({ name }) => name) }
  return { ...own, sample, after: partsOf(after), before: partsOf(before), advice: adviceOf(shown) }
}

type Shown = Extract<ReturnType<typeof measure>, { kind: 'composed' }>
const linkOf = ({ position, written, start, end, destination, kind, shortLength }: Shown['links'][number]) => ({
  ...{ position, written, start, end, tracked: kind === 'tracked' },
  ...{ destination: destination ?? null, short_length: shortLength ?? null },
})
const adviceOf = (shown: Shown) => adviceFor(shown.composed, shown.example).map(({ code }) => code)
const partsOf = ({ encoding, characters, units, parts }: { encoding: string; characters: number; units: number; parts: number }) => ({
  ...{ encoding, characters, units, parts },
})

function toldBy(text: string, body: Record<string, unknown>) {
  type Side = { example: { text: string; encoding: string; characters: number; units: number; parts: number } }
  const { links, fields, before, after, advice } = body as {
    links: object[]
    fields: { name: string }[]
    before: Side
    after: Side
    advice: { code: string }[]
  }
  return {
    ...{ text, links, fields: fields.map(({ name }) => name), sample: after.example.text },
    ...{ after: partsOf(after.example), before: partsOf(before.example), advice: advice.map(({ code }) => code) },
  }
}
