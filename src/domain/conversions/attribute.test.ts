import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { conversionReasons } from '../../contract/conversions.ts'
import { attribute, type Evidence, type Hit, type Question } from './attribute.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 24, 12)

const hit = (hoursAgo: number, more: Partial<Hit> = {}): Hit => ({
  ...{ messageId: 1n, renderingId: 7n, link: 0, at: NOW - hoursAgo * 3_600_000, verdict: 'click', device: 'phone', country: 'DE', ...more },
})
const ids = (...found: Evidence['named'][number]['found'][]): Partial<Evidence> => ({
  named: found.map((one, at) => ({ clickId: `id${at}`, found: one })),
})
const ask = (evidence: Partial<Evidence>, more: Partial<Question> = {}): Question => ({
  ...{ at: NOW, waits: false, rules: { model: 'last', windowDays: 7 } },
  evidence: { named: [], byReference: undefined, byPhone: undefined, ...evidence },
  ...more,
})
const first: Partial<Question> = { rules: { model: 'first', windowDays: 7 } }
const waits: Partial<Question> = { waits: true }

const cases: [string, Question, { state: string; reason: string; message?: bigint }][] = [
  ['a click inside the window', ask(ids(hit(1))), { state: 'attributed', reason: 'click_id', message: 1n }],
  ['a click at the end of the window', ask(ids(hit(7 * 24))), { state: 'attributed', reason: 'click_id' }],
  ['a click a moment before the window', ask(ids(hit(7 * 24 + 0.001))), { state: 'unattributed', reason: 'out_of_window' }],
  ['a shop whose clock is 30 s behind', ask(ids(hit(-30 / 3_600))), { state: 'attributed', reason: 'click_id' }],
  ['a click an hour later', ask(ids(hit(-1))), { state: 'unattributed', reason: 'before_click' }],
  ["a bot's hit", ask(ids(hit(1, { verdict: 'bot' }))), { state: 'unattributed', reason: 'bot_hit' }],
  ["a preview's hit", ask(ids(hit(1, { verdict: 'view' }))), { state: 'unattributed', reason: 'preview_hit' }],
  ['a prefetch', ask(ids(hit(1, { verdict: 'prefetch' }))), { state: 'unattributed', reason: 'prefetch_hit' }],
  ['an invented click id', ask(ids('click_id_invalid'), waits), { state: 'unattributed', reason: 'click_id_invalid' }],
  ['a click id of a message that is not there', ask(ids('unknown_message'), waits), { state: 'unattributed', reason: 'unknown_message' }],
  ['a click that is not drained yet', ask(ids('hit_not_found'), waits), { state: 'pending', reason: 'waiting' }],
  ['a click that never came', ask(ids('hit_not_found')), { state: 'unattributed', reason: 'hit_not_found' }],
  ['two clicks: the last one', ask(ids(hit(5), hit(2, { messageId: 2n }))), { state: 'attributed', reason: 'click_id', message: 2n }],
  [
    'two clicks: the first one',
    ask(ids(hit(5), hit(2, { messageId: 2n })), first),
    { state: 'attributed', reason: 'click_id', message: 1n },
  ],
  [
    'the first click inside the window',
    ask(ids(hit(200), hit(2, { messageId: 2n })), first),
    { state: 'attributed', reason: 'click_id', message: 2n },
  ],
  ['no message to the number', ask({ byPhone: [] }, waits), { state: 'unattributed', reason: 'no_message' }],
  ['messages without a click', ask({ byPhone: [{ messageId: 1n, hit: undefined }] }), { state: 'unattributed', reason: 'no_click' }],
  ['a click that may still come', ask({ byPhone: [{ messageId: 1n, hit: undefined }] }, waits), { state: 'pending', reason: 'waiting' }],
  [
    'a preview alone',
    ask({ byReference: [{ messageId: 1n, hit: hit(1, { verdict: 'view' }) }] }),
    { state: 'unattributed', reason: 'view_only' },
  ],
  [
    'the newest message with a click',
    ask({
      byPhone: [
        { messageId: 3n, hit: undefined },
        { messageId: 2n, hit: hit(4, { messageId: 2n }) },
        { messageId: 1n, hit: hit(1) },
      ],
    }),
    { state: 'attributed', reason: 'phone', message: 2n },
  ],
  [
    'a bot by click id, a person by number',
    ask({ ...ids(hit(1, { verdict: 'bot' })), byPhone: [{ messageId: 2n, hit: hit(3, { messageId: 2n }) }] }),
    { state: 'attributed', reason: 'phone', message: 2n },
  ],
  [
    'a click id is waited for, though the number would do',
    ask({ ...ids('hit_not_found'), byPhone: [{ messageId: 2n, hit: hit(3, { messageId: 2n }) }] }, waits),
    { state: 'pending', reason: 'waiting' },
  ],
  [
    'a reference before a number',
    ask({ byReference: [{ messageId: 1n, hit: hit(3) }], byPhone: [{ messageId: 2n, hit: hit(1, { messageId: 2n }) }] }),
    { state: 'attributed', reason: 'reference', message: 1n },
  ],
  ['nothing to go by', ask({}), { state: 'unattributed', reason: 'no_message' }],
]

test.each(cases)('%s', (_name, question, { state, reason, message }) => {
  const decision = attribute(question)
  expect({ state: decision.state, reason: decision.reason }).toEqual({ state, reason })
  expect(decision).toMatchObject(message === undefined ? {} : { hit: { messageId: message } })
})

test('every reason but that of a repetition is the outcome of one of these cases', () => {
  expect(new Set([...cases.map(([, , { reason }]) => reason), 'repeated'])).toEqual(new Set(Object.keys(conversionReasons)))
})

test('the trace tells of each click what was found, and which one was chosen', () => {
  const { trace } = attribute(ask(ids(hit(5), 'click_id_invalid', hit(2, { verdict: 'bot' }), hit(3))))
  expect(trace.entries.map(({ finding }) => finding)).toEqual(['eligible', 'click_id_invalid', 'bot_hit', 'chosen'])
})

test('whatever is chosen is a click inside the window, and with one there always is a choice', () => {
  const hits = fc.array(
    fc.record({ hours: fc.double({ min: -100, max: 400, noNaN: true }), verdict: fc.constantFrom('click', 'view', 'prefetch', 'bot') }),
  )
  fc.assert(
    fc.property(hits, fc.constantFrom('last', 'first'), (given, model) => {
      const all = given.map(({ hours, verdict }) => hit(hours, { verdict }))
      const decision = attribute(ask(ids(...all), { rules: { model, windowDays: 7 } }))
      const fits = all.filter(({ at, verdict }) => verdict === 'click' && NOW >= at - 60_000 && NOW - at <= 7 * DAY)
      expect(decision.state).toBe(fits.length > 0 ? 'attributed' : 'unattributed')
      expect([undefined, ...fits]).toContainEqual(decision.state === 'attributed' ? decision.hit : undefined)
    }),
  )
})
