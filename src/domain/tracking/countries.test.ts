import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countryOfNetwork, loadCountries } from './countries.ts'
import { buildCountries, COUNTRY_PACKAGE, readRanges, type AddressRange } from './countryBuild.ts'
import { decodeCountries, encodeCountries, findCountry } from './countryTable.ts'
import { networkOf, NO_NETWORK, V6 } from './network.ts'

const readPackage = (family: string) => [
  ...readRanges(readFileSync(`node_modules/${COUNTRY_PACKAGE}/dbip-country-${family}-num.csv`, 'utf8')),
]
const families = {
  v4: { ranges: readPackage('ipv4'), size: 2n ** 8n, end: 2n ** 32n, first: 0 },
  v6: { ranges: readPackage('ipv6'), size: 2n ** 80n, end: 2n ** 128n, first: V6 },
}
type Family = (typeof families)['v4']

/** By the rule's words: of the network's addresses, whose country has most. */
function countrySlowly({ ranges, size }: Family, address: bigint): string | null {
  const from = (address / size) * size
  const shares = new Map<string, bigint>()
  for (const range of ranges) {
    if (range.to < from || range.from >= from + size) continue
    const last = range.to < from + size - 1n ? range.to : from + size - 1n
    const share = last - (range.from > from ? range.from : from) + 1n
    shares.set(range.country, (shares.get(range.country) ?? 0n) + share)
  }
  return [...shares].toSorted(([, a], [, b]) => (a === b ? 0 : a > b ? -1 : 1))[0]?.[0] ?? null
}

const networkAt = ({ size, first }: Family, address: bigint) => first + Number(address / size)

test.each([
  ['8.8.8.8', 'US'],
  ['194.25.0.60', 'DE'],
  ['2a02:8070::1', 'DE'],
])('%s is in %s', (address, country) => {
  expect(countryOfNetwork(networkOf(address))).toBe(country)
})

test.each(['0.0.0.0', '10.1.2.3', '127.0.0.1', '192.168.1.1', '::1', 'fe80::1', 'fd00::1', 'ffff::', 'no address'])(
  '%s is in no country',
  (address) => {
    expect(countryOfNetwork(networkOf(address))).toBeNull()
  },
)

test('a hit without a network has no country', () => {
  expect(countryOfNetwork(NO_NETWORK)).toBeNull()
})

test.each(['v4', 'v6'] as const)('the table says of any %s address what the package says', (name) => {
  const family = families[name]
  const anywhere = fc.bigInt({ min: 0n, max: family.end - 1n })
  const onAnEdge = fc
    .tuple(fc.nat(family.ranges.length - 1), fc.constantFrom(-1n, 0n, 1n))
    .map(([at, beside]) => (family.ranges[at]?.from ?? 0n) + beside)
  fc.assert(
    fc.property(fc.oneof(anywhere, onAnEdge), (address) => {
      expect(countryOfNetwork(networkAt(family, address))).toBe(countrySlowly(family, address))
    }),
    { numRuns: 50 },
  )
})

test('every range that fills its networks alone is found, from its first network to its last', () => {
  const wrong = Object.values(families).flatMap((family) =>
    family.ranges.filter(({ from, to, country }) => {
      const isWhole = from % family.size === 0n && (to + 1n) % family.size === 0n
      return isWhole && [from, to].some((address) => countryOfNetwork(networkAt(family, address)) !== country)
    }),
  )
  expect(wrong).toEqual([])
})

const range = (from: number, to: number, country: string): AddressRange => ({ from: BigInt(from), to: BigInt(to), country })
const countriesOf = (v4: AddressRange[], networks: number[]) => {
  const table = buildCountries({ source: 'test', v4, v6: [] })
  return networks.map((network) => findCountry(table, network))
}

test('a network of several countries counts for the one with most addresses', () => {
  expect(countriesOf([range(0, 99, 'AT'), range(100, 300, 'CH'), range(301, 511, 'DE')], [0, 1, 2])).toEqual(['CH', 'DE', null])
})

test('a country that has two pieces of a network has the addresses of both', () => {
  expect(countriesOf([range(0, 79, 'AT'), range(80, 179, 'CH'), range(180, 255, 'AT')], [0])).toEqual(['AT'])
})

test('among countries with as many addresses the first one wins', () => {
  expect(countriesOf([range(0, 127, 'CH'), range(128, 255, 'AT')], [0])).toEqual(['CH'])
})

test('addresses in no range have no say, and a network without a range is unknown', () => {
  expect(countriesOf([range(10, 10, 'AT'), range(512, 1023, 'DE')], [0, 1, 2, 3, 4])).toEqual(['AT', null, 'DE', 'DE', null])
})

test('ranges that overlap or lack a country are refused', () => {
  expect(() => countriesOf([range(0, 255, 'AT'), range(255, 511, 'CH')], [0])).toThrow('not in order')
  expect(() => [...readRanges('0,255,AT\n256,511,\n')]).toThrow('256,511,')
})

test('a table is read as it was written, and damage is seen', () => {
  const v6 = [{ from: 2n ** 127n, to: 2n ** 127n + 2n ** 90n, country: 'CH' }]
  const table = buildCountries({ source: 'test', v4: [range(512, 1023, 'DE'), range(1024, 1279, 'AT')], v6 })
  const content = encodeCountries(table)
  expect(decodeCountries(content)).toEqual(table)
  expect(() => decodeCountries(content.subarray(0, content.length - 1))).toThrow('should end')
  expect(() => decodeCountries(Buffer.from('something else'))).toThrow('something else')
})

test('the table says what it was made from', () => {
  const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(loadCountries().source).toBe(`${COUNTRY_PACKAGE}@${devDependencies[COUNTRY_PACKAGE]}`)
})
