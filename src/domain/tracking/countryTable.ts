import type { Network } from './network.ts'

/**
 * Which country a network belongs to, as runs of neighbours of one country. `starts[i]` is the first network of run i, which ends before
 * `starts[i + 1]`; `codes[countries[i]]` is its country, two letters (ISO 3166) or '' when unknown. `source`: what it was made from.
 */
export type CountryTable = { source: string; starts: Float64Array; countries: Uint8Array; codes: readonly string[] }

/** The country of a network, two letters; null when unknown. A binary search: 20 steps for all networks of the world. */
export function findCountry({ starts, countries, codes }: CountryTable, network: Network): string | null {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? Infinity) <= network) low = middle + 1
    else high = middle
  }
  const code = low === 0 ? '' : codes[countries[low - 1] ?? 0]
  return code === undefined || code === '' ? null : code
}

const FORMAT = 'tapline countries 1'
/** 255 countries in 3 bytes each, and a few words. */
const MAX_HEADER_BYTES = 2_048

/**
 * Writes a table as a file holds it, before compression: lines with format, source, codes and number of runs, then each run's country in a
 * byte, then each run's distance from the one before, 7 bits to a byte. Countries and distances apart compress better than together.
 */
export function encodeCountries({ source, starts, countries, codes }: CountryTable): Buffer {
  const header = Buffer.from(`${FORMAT}\n${source}\n${codes.join(' ')}\n${starts.length}\n`)
  const distances: number[] = []
  let last = 0
  for (const start of starts) {
    let distance = start - last
    last = start
    // Not by shifts, which end at 32 bits: a network has 49.
    for (; distance >= 128; distance = Math.floor(distance / 128)) distances.push(128 + (distance % 128))
    distances.push(distance)
  }
  return Buffer.concat([header, countries, Uint8Array.from(distances)])
}

/** Reads what `encodeCountries` wrote. @throws Error when it is something else */
export function decodeCountries(content: Buffer): CountryTable {
  const lines = content.toString('latin1', 0, MAX_HEADER_BYTES).split('\n', 4)
  const [format, source = '', codes = '', count = ''] = lines
  if (format !== FORMAT) throw new Error(`Expected a table that begins with "${FORMAT}", found "${format?.slice(0, 40)}"`)
  const runs = Number(count)
  const end = lines.join('\n').length + 1
  const starts = new Float64Array(runs)
  let at = end + runs
  let last = 0
  for (let run = 0; run < runs; run++) {
    let factor = 1
    let byte = content[at++] ?? 0
    for (; byte >= 128; byte = content[at++] ?? 0, factor *= 128) last += (byte - 128) * factor
    last += byte * factor
    starts[run] = last
  }
  if (at !== content.length) throw new Error(`The table of countries should end at byte ${at}, and has ${content.length}`)
  return { source, starts, countries: Uint8Array.from(content.subarray(end, end + runs)), codes: codes.split(' ') }
}
