const DAY_MS = 86_400_000

/** Whether a word is a day of the calendar, such as 2026-11-24. */
export const isDay = (word: string): boolean => /^(?:19[7-9]\d|2\d{3})-\d\d-\d\d$/.test(word) && dayAfter(word, 0) === word

/** The moment at which a day begins in a time zone. */
export const startOfDay = (day: string, zone: string): Date => momentAt(`${day}T00:00`, zone)

/** The moment at which the clocks of a zone show a time, such as 2026-11-24T09:00; of two such moments in autumn the later one. */
export function momentAt(wall: string, zone: string): Date {
  const asUtc = Date.parse(`${wall}:00Z`)
  // The offset of the guess may be that of the other side of a change of the clock; that of the second one is not.
  const guess = asUtc - offsetAt(asUtc, zone)
  return new Date(asUtc - offsetAt(guess, zone))
}

/** What the clocks of a zone show at a moment, such as 2026-11-24T09:00: as a field for date and time has it. */
export const wallAt = (at: Date, zone: string): string => new Date(at.getTime() + offsetAt(at.getTime(), zone)).toISOString().slice(0, 16)

/** The day so many days later. */
export function dayAfter(day: string, days = 1): string | undefined {
  const at = Date.parse(`${day}T00:00:00Z`) + days * DAY_MS
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 10)
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', ...options }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at / 1_000) * 1_000
}
