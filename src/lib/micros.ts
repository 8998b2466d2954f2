/**
 * Reads a decimal as millionths, exactly.
 * @param written a number as JSON has it, or text such as "49.90"
 * @returns undefined for what is no decimal from 0 to 999999999 with up to 6 places
 */
export function parseMicros(written: number | string): bigint | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(String(written))
  return match === null ? undefined : BigInt(match[1] ?? '0') * 1_000_000n + BigInt((match[2] ?? '').padEnd(6, '0'))
}
