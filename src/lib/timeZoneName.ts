/** Whether a word is an IANA time zone, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  // Offsets such as +01:00 are accepted by newer engines, but they know nothing of summer.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,59}$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
