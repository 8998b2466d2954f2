/** Prints a line. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Whether a limit was kept, in a word; one that was missed fails the bench at its end. */
export function judge(isMet: boolean): 'met' | 'MISSED' {
  if (!isMet) process.exitCode = 1
  return isMet ? 'met' : 'MISSED'
}

/** A count by argument: `npm run bench ingest 50000`. */
export function argument(position: number, fallback: number): number {
  const given = process.argv[2 + position]
  const value = given === undefined ? fallback : Number(given)
  if (!Number.isFinite(value) || value <= 0) throw new Error(`"${given}" is no count: expected a number above 0`)
  return value
}

export const count = (value: number): string => Math.round(value).toLocaleString('en')

/** Shares of a whole, in percent, largest first. */
export function shares(parts: Readonly<Record<string, number>>): string {
  const whole = Object.values(parts).reduce((sum, part) => sum + part, 0)
  return Object.entries(parts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, part]) => `${name} ${((part / whole) * 100).toFixed(0)}%`)
    .join(', ')
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
