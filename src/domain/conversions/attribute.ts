import type { ConversionReason } from '../../contract/conversions.ts'
import type { Basis, Trace, TraceEntry } from './conversion.ts'

/** A hit that a conversion may follow from; `at` in milliseconds since 1970. */
export type Hit = {
  messageId: bigint
  renderingId: bigint
  link: number
  at: number
  verdict: 'click' | 'view' | 'prefetch' | 'bot'
  device: string
  /** Of the network; null: unknown. */
  country: string | null
}

/** What became of a click id: the hit that it names, or why there is none. */
export type NamedClick = { clickId: string; found: Hit | 'click_id_invalid' | 'unknown_message' | 'hit_not_found' }

/** Messages with a reference or to a number, newest first: of each its first or last click inside the window, or a view where there is none. */
export type Addressed = { messageId: bigint; hit: Hit | undefined }

/** All that is known of what a conversion may follow from. */
export type Evidence = { named: NamedClick[]; byReference: Addressed[] | undefined; byPhone: Addressed[] | undefined }

export type Rules = { model: 'last' | 'first'; windowDays: number }

/** `waits`: a click may not be in the database yet, so what is missing is looked for again. Times in milliseconds since 1970. */
export type Question = { at: number; waits: boolean; rules: Rules; evidence: Evidence }

export type Decision = { trace: Trace } & (
  | { state: 'attributed'; reason: Basis; hit: Hit }
  | { state: 'pending'; reason: 'waiting' }
  | { state: 'unattributed'; reason: ConversionReason }
)

/** A shop's clock may be behind ours by so much; a click id cannot be older than its click. */
export const CLOCK_TOLERANCE_MS = 60_000
const DAY_MS = 86_400_000

/** What counts when nothing fits: the reason that came nearest. */
const nearness = [
  ...(['out_of_window', 'before_click', 'prefetch_hit', 'preview_hit', 'bot_hit', 'hit_not_found', 'unknown_message'] as const),
  ...(['click_id_invalid', 'view_only', 'no_click', 'no_message'] as const),
] satisfies ConversionReason[]

/** Decides what a conversion follows from: click ids first, then reference, then number. Where the stronger one may still come, it is waited for. */
export function attribute(question: Question): Decision {
  const { evidence, rules } = question
  const entries: TraceEntry[] = []
  const trace: Trace = { ...rules, entries }
  for (const { basis, considered } of considerAll(evidence, question)) {
    entries.push(...considered.map(({ entry }) => entry))
    const chosen = choose(basis, considered, rules)
    if (chosen !== undefined) {
      chosen.entry.finding = 'chosen'
      return { state: 'attributed', reason: basis, hit: chosen.hit, trace }
    }
    if (question.waits && considered.some(({ entry }) => mayStillCome.has(entry.finding)))
      return { state: 'pending', reason: 'waiting', trace }
  }
  const reason = nearness.find((one) => entries.some(({ finding }) => finding === one)) ?? 'no_message'
  return { state: 'unattributed', reason, trace }
}

const mayStillCome: ReadonlySet<string> = new Set(['hit_not_found', 'no_click', 'view_only'])

type Considered = { entry: TraceEntry; hit: Hit | undefined }
type Eligible = { entry: TraceEntry; hit: Hit }

function considerAll({ named, byReference, byPhone }: Evidence, question: Question): { basis: Basis; considered: Considered[] }[] {
  const all: { basis: Basis; considered: Considered[] }[] = []
  if (named.length > 0) all.push({ basis: 'click_id', considered: named.map((one) => considerNamed(one, question)) })
  if (byReference !== undefined) all.push({ basis: 'reference', considered: considerAddressed('reference', byReference, question) })
  if (byPhone !== undefined) all.push({ basis: 'phone', considered: considerAddressed('phone', byPhone, question) })
  return all
}

function considerNamed({ clickId, found }: NamedClick, question: Question): Considered {
  if (typeof found === 'string') return { entry: emptyEntry({ basis: 'click_id', clickId, finding: found }), hit: undefined }
  return { entry: entryOf(found, { basis: 'click_id', clickId, finding: findingOf(found, question) }), hit: found }
}

function considerAddressed(basis: Basis, messages: Addressed[], question: Question): Considered[] {
  if (messages.length === 0) return [{ entry: emptyEntry({ basis, clickId: null, finding: 'no_message' }), hit: undefined }]
  return messages.map(({ messageId, hit }) => {
    if (hit === undefined) {
      const entry = { ...emptyEntry({ basis, clickId: null, finding: 'no_click' }), messageId: String(messageId) }
      return { entry, hit }
    }
    const finding = hit.verdict === 'view' ? 'view_only' : findingOf(hit, question)
    return { entry: entryOf(hit, { basis, clickId: null, finding }), hit }
  })
}

/** Whether a hit can be what a conversion follows from. */
export function findingOf(hit: Pick<Hit, 'at' | 'verdict'>, { at, rules }: Pick<Question, 'at' | 'rules'>): TraceEntry['finding'] {
  if (hit.verdict !== 'click') return ({ bot: 'bot_hit', view: 'preview_hit', prefetch: 'prefetch_hit' } as const)[hit.verdict]
  if (at < hit.at - CLOCK_TOLERANCE_MS) return 'before_click'
  return at > hit.at + rules.windowDays * DAY_MS ? 'out_of_window' : 'eligible'
}

/** Of click ids the last or first click; of messages, which come newest first, the newest that was clicked. */
function choose(basis: Basis, considered: Considered[], { model }: Rules): Eligible | undefined {
  const eligible = considered.flatMap(({ entry, hit }) => (hit !== undefined && entry.finding === 'eligible' ? [{ entry, hit }] : []))
  if (basis !== 'click_id') return eligible[0]
  return eligible.toSorted((a, b) => (model === 'last' ? b.hit.at - a.hit.at : a.hit.at - b.hit.at))[0]
}

type Found = Pick<TraceEntry, 'basis' | 'clickId' | 'finding'>
const emptyEntry = (found: Found): TraceEntry => ({ ...found, messageId: null, link: null, hitAt: null, verdict: null })
const entryOf = ({ messageId, link, at, verdict }: Hit, found: Found): TraceEntry => ({
  ...{ ...found, messageId: String(messageId), link, hitAt: at, verdict },
})
