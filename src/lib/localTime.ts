/** To make a format takes 30 us; the world has about 600 time zones. */
const formats = new Map<string, Intl.DateTimeFormat>()
const MAX_FORMATS = 700

/**
 * A time as clocks show it in a time zone.
 * @param timeZone IANA
 * @returns such as `2027-01-31 09:00:00.125`
 */
export function localTime(at: Date, timeZone: string): string {
  return `${formatOf(timeZone).format(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`
}

/** The same by ISO 8601 with its offset, to the second: `2027-01-31T09:00:00+01:00`. */
export function localIso(at: Date, timeZone: string): string {
  const local = formatOf(timeZone).format(at).replace(' ', 'T')
  const minutes = Math.round((Date.parse(`${local}Z`) - at.getTime()) / 60_000)
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`
}

const twoDigits = (count: number) => String(count).padStart(2, '0')

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  // Sweden writes dates by ISO 8601.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  if (formats.size < MAX_FORMATS) formats.set(timeZone, made)
  return made
}
