/** Times as fields of the browser hold them, such as 2026-11-24T09:00, in the zone of the account instead of the browser's. */

/** @param zone IANA name */
export function localOf(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/**
 * The moment of a local time, as the API takes it. In the hour that is left out in spring it is the moment as much later; in the one that
 * comes twice in autumn, one of the two.
 * @returns undefined for what is no day and time
 */
export function instantOf(local: string, zone: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(local)) return undefined
  const wanted = Date.parse(`${local}Z`)
  if (Number.isNaN(wanted)) return undefined
  // The offset at the time as if it were UTC is nearly always right; the second look is for the hours around a change.
  const first = wanted - offsetMs(wanted, zone)
  return new Date(wanted - offsetMs(first, zone)).toISOString()
}

const offsetMs = (at: number, zone: string) => {
  const whole = Math.floor(at / 60_000) * 60_000
  return Date.parse(`${localOf(new Date(whole), zone)}Z`) - whole
}
