/**
 * Texts of 150 characters whose parts one core counts per second, beside the bar and beside `sms-segments-calculator` in the same run.
 * Run: `npm run bench parts`
 */
import { SegmentedMessage } from 'sms-segments-calculator'
import { countParts } from '../src/lib/segments.ts'

const BAR = 1_000_000
const SECONDS = 2
const DISTINCT_TEXTS = 1_000

const kinds = {
  'GSM-7':
    'Hello Anna, your parcel comes today between 10 and 12. Follow it at https://l.example/Ab3dE6gH or answer STOP to hear no more from us. Best wishes, Shop',
  'GSM-7 with extension':
    'Hello Anna, your parcel {4711} comes today [10-12]. It costs 12.50 € ~ follow it at https://l.example/Ab3dE6gH or answer STOP to hear no more of us. ^',
  'UCS-2':
    'Hello Anna, your parcel comes today – between 10 and 12 🎁. Follow it at https://l.example/Ab3dE6gH or answer STOP to hear no more from us. Best wishes',
  'UCS-2 Cyrillic':
    'Здравствуйте, Анна! Ваша посылка прибудет сегодня с 10 до 12. Следите за ней: https://l.example/Ab3dE6gH или ответьте СТОП, чтобы больше не получать',
}

let failed = false
for (const [kind, base] of Object.entries(kinds)) {
  const texts = Array.from({ length: DISTINCT_TEXTS }, (_, index) => base.padEnd(150, '.').slice(0, 146) + String(index).padStart(4, '0'))
  const ours = perSecond(texts, (text) => countParts(text).parts)
  const theirs = perSecond(texts, (text) => new SegmentedMessage(text).segmentsCount)
  const verdict = ours >= BAR ? 'reached' : 'MISSED'
  if (ours < BAR) failed = true
  print(
    `${kind.padEnd(22)} ${format(ours)} texts/s, bar ${format(BAR)} ${verdict}; sms-segments-calculator ${format(theirs)}, ratio ${format(ours / theirs)}`,
  )
}
process.exitCode = failed ? 1 : 0

function perSecond(texts: readonly string[], count: (text: string) => number): number {
  // A first, uncounted quarter of a second lets the compiler settle.
  run(texts, count, 0.25)
  return run(texts, count, SECONDS)
}

function run(texts: readonly string[], count: (text: string) => number, seconds: number): number {
  const start = performance.now()
  let counted = 0
  let parts = 0
  let elapsedMs = 0
  do {
    const text = texts[counted % texts.length] ?? ''
    parts += count(text)
    counted++
    // The clock is read every 16 texts: often enough for the slow library, too rarely to weigh on the fast one.
    if (counted % 16 === 0) elapsedMs = performance.now() - start
  } while (elapsedMs < seconds * 1_000)
  if (parts < counted) throw new Error(`${counted} texts came to only ${parts} parts`)
  return (counted * 1_000) / elapsedMs
}

function format(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
