import { countryOfNetwork } from '../domain/tracking/countries.ts'
import type { Network } from '../domain/tracking/network.ts'
import { seededRandom, type Random } from '../lib/seededRandom.ts'

/** What somebody browses with, and from where. */
export type Device = { userAgent: string; networks: readonly [Network, ...Network[]] }

const iphones = ['17_6_1', '18_1', '18_3', '26_0', '26_1'] as const
const androids = ['SM-S921B', 'SM-A546B', 'Pixel 8', 'Pixel 9a', '2312DRA50G', 'CPH2581', 'moto g84 5G'] as const
const inApp = ['', '', '', '', ' Instagram 361.0.0.39.86 (iPhone15,3; iOS 18_1; en_US; en; scale=3.00)', ' GSA/342.3.693598186'] as const
const desktops = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
] as const

/** Simulated phones whose number ends in an even digit are iPhones; the taps come from the same. */
export const isIphone = (phone: string): boolean => /[02468]$/.test(phone)

/** The same person always has the same phone at the same networks. */
export function deviceOf(seed: string, { phone, country }: { phone: string; country: string | null }): Device {
  const random = seededRandom(`${seed} device ${phone}`)
  const near = networksOf(country ?? 'FR')
  const networks: Device['networks'] = [random.pick(near), random.pick(near)]
  if (random.chance(0.06)) return { userAgent: random.pick(desktops), networks }
  return { userAgent: isIphone(phone) ? iphone(random) : android(random), networks }
}

function iphone(random: Random): string {
  const version = random.pick(iphones)
  const safari = version.split('_', 2).join('.')
  return `Mozilla/5.0 (iPhone; CPU iPhone OS ${version} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${safari} Mobile/15E148 Safari/604.1${random.pick(inApp)}`
}

function android(random: Random): string {
  const version = random.whole(12, 16)
  if (random.chance(0.2))
    return `Mozilla/5.0 (Linux; Android ${version}; SAMSUNG ${random.pick(androids)}) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`
  return `Mozilla/5.0 (Linux; Android ${version}; ${random.pick(androids)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${random.whole(134, 141)}.0.0.0 Mobile Safari/537.36`
}

const known = new Map<string, readonly [Network, ...Network[]]>()
const NETWORKS_PER_COUNTRY = 60
/** A small country has one network in some hundred. */
const MAX_TRIES = 200_000

/** Networks of a country, drawn from all of its networks by our own table; nobody is asked. */
function networksOf(country: string): readonly [Network, ...Network[]] {
  const before = known.get(country)
  if (before !== undefined) return before
  const random = seededRandom(`networks ${country}`)
  const found: Network[] = []
  for (let tries = 0; tries < MAX_TRIES && found.length < NETWORKS_PER_COUNTRY; tries++) {
    const network = random.whole(0, 2 ** 24 - 1)
    if (countryOfNetwork(network) === country) found.push(network)
  }
  const [first, ...others] = found
  if (first === undefined) throw new Error(`The table of countries knows no network of ${country}`)
  const networks: readonly [Network, ...Network[]] = [first, ...others]
  known.set(country, networks)
  return networks
}
