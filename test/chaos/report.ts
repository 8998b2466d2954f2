import type { Judgement } from './judge.ts'

/** What a fault ends with. `lostByMetric`: hits that the node itself counted as lost, which is the one loss that may be. */
export type Outcome = Judgement & { nodes: number; fault: string; kills: number; seconds: number; lostByMetric: number; notes: string[] }

/** TAPLINE_DATABASE_CONNECTIONS, and those of the drain. */
const MAX_CONNECTIONS = 10 + 6

/** What is wrong with an outcome, one sentence each; nothing when all is as promised. */
export function complaints({ taps, messages, differences, connections, nodes, lostByMetric, notes }: Outcome): string[] {
  const zero = {
    'hits recorded twice': taps.doubled,
    'hits that nobody made, or that were refused': taps.strangers,
    'messages lost': messages.lost,
    'messages made twice': messages.doubled,
    'messages in a state that nothing explains': messages.wrong,
    'messages that nobody asked for': messages.strangers,
    'figures that differ from the hits': differences,
  }
  const wrong = Object.entries(zero).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`]))
  if (taps.lost !== lostByMetric) wrong.push(`${taps.lost} answered hits are missing, ${lostByMetric} were counted as lost`)
  if (connections > nodes * MAX_CONNECTIONS) wrong.push(`${connections} connections of ${nodes} nodes are open`)
  if (taps.answered === 0) wrong.push('no tap was answered')
  if (messages.examples.length > 0) wrong.push(`such as ${JSON.stringify(messages.examples)}`)
  return [...wrong, ...notes]
}

const columns: [string, (outcome: Outcome) => string | number][] = [
  ['fault', ({ fault }) => fault],
  ['seconds', ({ seconds }) => seconds],
  ['kills', ({ kills }) => kills],
  ['taps', ({ taps }) => taps.tried],
  ['answered', ({ taps }) => taps.answered],
  ['recorded', ({ taps }) => taps.recorded],
  ['lost', ({ taps }) => taps.lost],
  ['counted lost', ({ lostByMetric }) => lostByMetric],
  ['doubled', ({ taps }) => taps.doubled],
  ['messages', ({ messages }) => messages.accepted],
  ['lost', ({ messages }) => messages.lost],
  ['doubled', ({ messages }) => messages.doubled],
  ['unknown', ({ messages }) => messages.unknown],
  ['verify', ({ differences }) => (differences === 0 ? 'agrees' : `${differences} differ`)],
  ['result', (outcome) => (complaints(outcome).length === 0 ? 'ok' : 'FAILED')],
]

/** A table of all outcomes, and what is wrong with each. */
export function formatOutcomes(outcomes: readonly Outcome[]): string {
  const rows = [columns.map(([title]) => title), ...outcomes.map((outcome) => columns.map(([, value]) => String(value(outcome))))]
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const wrong = outcomes.flatMap((outcome) => complaints(outcome).map((complaint) => `${outcome.fault}: ${complaint}`))
  return [...lines, ...wrong].join('\n')
}
