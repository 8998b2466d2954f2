import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CountryTable } from './countryTable.ts'
import { V6 } from './network.ts'

/** Addresses of one country, as numbers; `to` is the last of them. */
export type AddressRange = { from: bigint; to: bigint; country: string }

/** The npm package that the table is made from. Its licence, CC BY 4.0, asks for a link where the data is shown. */
export const COUNTRY_PACKAGE = '@ip-location-db/dbip-country'

/** Makes the table from the package in `dir`. */
export function buildFromPackage(dir: string): CountryTable {
  const rangesOf = (family: string) => readRanges(readFileSync(join(dir, `dbip-country-${family}-num.csv`), 'utf8'))
  const { version } = readVersion(readFileSync(join(dir, 'package.json'), 'utf8'))
  return buildCountries({ source: `${COUNTRY_PACKAGE}@${version}`, v4: rangesOf('ipv4'), v6: rangesOf('ipv6') })
}

function readVersion(json: string): { version: string } {
  const manifest: unknown = JSON.parse(json)
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest) || typeof manifest.version !== 'string')
    throw new Error(`The package.json of ${COUNTRY_PACKAGE} names no version`)
  return { version: manifest.version }
}

/** Reads lines such as `16777216,16777471,AU`. */
export function* readRanges(csv: string): Generator<AddressRange> {
  for (let at = 0; at < csv.length;) {
    const found = csv.indexOf('\n', at)
    const end = found < 0 ? csv.length : found
    const line = csv.slice(at, end).trimEnd()
    at = end + 1
    const [, from, to, country] = /^(\d+),(\d+),([A-Z]{2})$/.exec(line) ?? []
    if (from === undefined || to === undefined || country === undefined) throw new Error(`Expected "first,last,country", found "${line}"`)
    yield { from: BigInt(from), to: BigInt(to), country }
  }
}

/**
 * Cuts ranges of addresses to networks, IPv4 /24 and IPv6 /48, since nothing finer is known of a hit. A network with several countries
 * counts for the one that has most of its addresses, among equals for the one that comes first; addresses in no range have no say.
 * @param v4 in ascending order, without overlap; likewise v6
 */
export function buildCountries({
  source,
  v4,
  v6,
}: {
  source: string
  v4: Iterable<AddressRange>
  v6: Iterable<AddressRange>
}): CountryTable {
  const runs = new Runs()
  addFamily(runs, v4, { size: 2n ** 8n, first: 0 })
  addFamily(runs, v6, { size: 2n ** 80n, first: V6 })
  runs.close()
  const codes = [UNKNOWN, ...new Set(runs.countries.filter((country) => country !== UNKNOWN))].sort()
  if (codes.length > 256) throw new Error(`${codes.length} countries do not fit into a byte`)
  const indexes = new Map(codes.map((code, index) => [code, index]))
  return {
    source,
    starts: Float64Array.from(runs.starts),
    countries: Uint8Array.from(runs.countries, (country) => indexes.get(country) ?? 0),
    codes,
  }
}

const UNKNOWN = ''

/** `size`: addresses in a network; `first`: the number of the network that holds address 0. */
type Family = { size: bigint; first: number }

function addFamily(runs: Runs, ranges: Iterable<AddressRange>, { size, first }: Family): void {
  let shared = { network: -1n, shares: new Map<string, bigint>() }
  const closeShared = () => {
    if (shared.shares.size > 0) runs.add(first + Number(shared.network), 1, winnerOf(shared.shares))
  }
  let next = 0n
  for (const { from, to, country } of ranges) {
    if (from < next || to < from) throw new Error(`The range from ${from} to ${to} is not in order`)
    next = to + 1n
    // At most three pieces: the end of a network, whole networks, the start of one.
    for (let at = from; at < next;) {
      const network = at / size
      if (network !== shared.network) {
        closeShared()
        shared = { network, shares: new Map() }
      }
      const whole = at % size === 0n ? (next - at) / size : 0n
      const end = whole > 0n ? at + whole * size : smaller(next, (network + 1n) * size)
      if (whole > 0n) runs.add(first + Number(network), Number(whole), country)
      else shared.shares.set(country, (shared.shares.get(country) ?? 0n) + end - at)
      at = end
    }
  }
  closeShared()
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)

function winnerOf(shares: ReadonlyMap<string, bigint>): string {
  let winner = UNKNOWN
  for (const [country, share] of shares) if (share > (shares.get(winner) ?? 0n)) winner = country
  return winner
}

/** Runs of neighbours of one country, in the order of their networks; what lies between those that were added is unknown. */
class Runs {
  readonly starts: number[] = []
  readonly countries: string[] = []
  #next = 0

  add(network: number, count: number, country: string): void {
    if (network > this.#next) this.#start(this.#next, UNKNOWN)
    this.#start(network, country)
    this.#next = network + count
  }

  close(): void {
    this.#start(this.#next, UNKNOWN)
  }

  #start(network: number, country: string): void {
    if (this.countries.at(-1) === country) return
    this.starts.push(network)
    this.countries.push(country)
  }
}
