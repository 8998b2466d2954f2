import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { suspicions } from '../../contract/suspicions.ts'
import { addSuspicions, MAX_USER_AGENT_LENGTH, RULES_VERSION, classify, reasons } from './verdict.ts'
import type { HitSignals, Reason, Verdict } from './verdict.ts'

const schema = z.array(
  z.object({
    userAgent: z.string(),
    verdict: z.enum(['click', 'view', 'bot']),
    kind: z.enum(['preview', 'scanner', 'crawler', 'tool', 'human']),
    confidence: z.enum(['A', 'B', 'C', 'D']),
    note: z.string(),
  }),
)
const read = (file: string) => schema.parse(JSON.parse(readFileSync(`test/data/${file}`, 'utf8')))
const recorded = read('user-agents.json')
const known = [...recorded, ...read('user-agents-more.json')]

const chrome = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36'
const tap = (signals: Partial<HitSignals> = {}) =>
  classify({ method: 'GET', purpose: 'none', userAgent: chrome, beforeSend: false, ...signals })

const agents = fc.oneof(
  fc.constantFrom(...known.map(({ userAgent }) => userAgent)),
  fc.string({ maxLength: 700 }),
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc
    .array(fc.constantFrom('Mozilla/5.0 ', '(', ')', ';', 'naver(', '1.', 'droid ', ' version/1', 'bot', 'WhatsApp/', 'Java/1', '|', 'K'), {
      maxLength: 200,
    })
    .map((parts) => parts.join('')),
)
const hits = fc.record({
  method: fc.constantFrom('GET', 'HEAD'),
  purpose: fc.constantFrom('none', 'prefetch', 'preview'),
  userAgent: agents,
  beforeSend: fc.boolean(),
}) satisfies fc.Arbitrary<HitSignals>

test('all 58 recorded user agents are in the test data', () => {
  expect(recorded).toHaveLength(58)
})

test.each(known)('$verdict: $userAgent', ({ userAgent, verdict, kind }) => {
  const judged = tap({ userAgent })
  expect(judged.verdict).toBe(verdict)
  const expected: Record<typeof kind, readonly Reason[]> = {
    preview: ['preview_fetcher'],
    scanner: ['scanner'],
    crawler: ['crawler'],
    tool: ['tool', 'empty_user_agent'],
    human: ['browser'],
  }
  expect(expected[kind]).toContain(judged.reasons[0])
})

const cases: [Reason, Verdict, Partial<HitSignals>][] = [
  ['head_request', 'bot', { method: 'HEAD' }],
  ['prefetch_header', 'prefetch', { purpose: 'prefetch' }],
  ['preview_header', 'prefetch', { purpose: 'preview' }],
  ['preview_fetcher', 'view', { userAgent: 'WhatsApp/2.23.20.0 A' }],
  ['scanner', 'bot', { userAgent: 'Google-Safety' }],
  ['crawler', 'bot', { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' }],
  ['tool', 'bot', { userAgent: 'curl/8.5.0' }],
  ['isbot', 'bot', { userAgent: 'Mozilla/5.0 (compatible; SomeNewBot/1.0; +https://new.example/bot)' }],
  ['empty_user_agent', 'bot', { userAgent: '' }],
  ['before_send', 'bot', { beforeSend: true }],
  ['browser', 'click', {}],
  ['unfamiliar_user_agent', 'click', { userAgent: 'Safari/600.2.5 MobileRicardo (Google Pixel 6; android 13) ricardo.ch/8.28.2-82802' }],
]

const verdictIn = (code: string) =>
  suspicions.some((suspicion) => suspicion === code) ? 'bot' : cases.find(([reason]) => reason === code)?.[1]

test.each(cases)('%s decides %s', (reason, verdict, signals) => {
  const judged = tap(signals)
  expect(judged.reasons[0]).toBe(reason)
  expect(judged.verdict).toBe(verdict)
})

test.each(suspicions)('%s makes a bot of what would be a click, and changes nothing else', (suspicion) => {
  expect(addSuspicions(tap(), [suspicion])).toMatchObject({ verdict: 'bot', reasons: [suspicion] })
  const view = tap({ userAgent: 'WhatsApp/2' })
  expect(addSuspicions(view, [suspicion])).toEqual(view)
  expect(addSuspicions(tap(), [])).toEqual(tap())
})

test('every reason has a case and a whole sentence', () => {
  expect([...cases.map(([reason]) => reason), ...suspicions].sort()).toEqual(Object.keys(reasons).sort())
  for (const sentence of Object.values(reasons)) expect(sentence).toMatch(/^[A-Z].+\.$/)
})

test('the decisive reason stands first and the others that speak against a person follow', () => {
  const judged = tap({ method: 'HEAD', purpose: 'prefetch', userAgent: 'WhatsApp/2', beforeSend: true })
  expect(judged).toEqual({
    verdict: 'bot',
    reasons: ['head_request', 'prefetch_header', 'preview_fetcher', 'before_send'],
    fetcher: 'WhatsApp or Signal',
  })
})

test('a view before the send stays a view and says so', () => {
  expect(tap({ userAgent: 'GoogleMessages', beforeSend: true })).toEqual({
    verdict: 'view',
    reasons: ['preview_fetcher', 'before_send'],
    fetcher: 'Google Messages',
  })
})

test('a HEAD of a preview fetcher is no view: it draws no card, and the GET that does follows', () => {
  expect(tap({ method: 'HEAD', userAgent: 'facebookexternalhit/1.1' }).verdict).toBe('bot')
})

test('Apple Messages and Meta are told apart', () => {
  expect(tap({ userAgent: 'Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0' }).fetcher).toBe('Apple Messages')
  expect(tap({ userAgent: 'facebookexternalhit/1.1' }).fetcher).toBe('Meta')
  expect(tap({ userAgent: 'TelegramBot (like TwitterBot)' }).fetcher).toBe('Telegram')
})

test('a machine that hides behind the model of a phone or the mark of an app is still a machine', () => {
  const hidden = ['CUBOT P20) (compatible; NewBot/1.0', 'K) AlipayDefined(a|b) crawler', 'K; NewSpider/2.0']
  const missed = hidden.filter((part) => tap({ userAgent: `Mozilla/5.0 (Linux; Android 12; ${part})` }).verdict !== 'bot')
  expect(missed).toEqual([])
})

test('no string makes it throw, and the same signals always give the same verdict', () => {
  fc.assert(
    fc.property(hits, (hit) => {
      expect(classify(hit)).toEqual(classify({ ...hit }))
    }),
  )
})

test('HEAD, a prefetch header, an empty user agent and a message not yet sent are never a click', () => {
  fc.assert(
    fc.property(hits, (hit) => {
      const certain = hit.method === 'HEAD' || hit.purpose !== 'none' || hit.userAgent.trim() === '' || hit.beforeSend
      expect(certain && classify(hit).verdict === 'click').toBe(false)
    }),
  )
})

test('a click has one reason, and no other verdict has a reason for a click', () => {
  fc.assert(
    fc.property(hits, (hit) => {
      const { verdict, reasons: given } = classify(hit)
      const forPerson = given.filter((reason) => reason === 'browser' || reason === 'unfamiliar_user_agent')
      expect(forPerson).toHaveLength(verdict === 'click' ? 1 : 0)
      expect(given.length).toBeGreaterThan(0)
    }),
  )
})

test('what stands beyond the longest kept user agent changes nothing', () => {
  const long = chrome.padEnd(MAX_USER_AGENT_LENGTH, ' x')
  expect(tap({ userAgent: `${long} Googlebot/2.1` })).toEqual(tap({ userAgent: long }))
})

test('the page for users lists every reason in the words of the code', () => {
  const page = readFileSync('docs/verdicts.md', 'utf8').replace(/ +/g, ' ')
  const missing = Object.entries(reasons).filter(([code, sentence]) => !page.includes(`| \`${code}\` | ${verdictIn(code)} | ${sentence} |`))
  expect(missing).toEqual([])
})

test('the rules carry a version', () => {
  expect(RULES_VERSION).toBeGreaterThanOrEqual(1)
})
