import { areaTimeZones } from './areaTimeZones.ts'
import { countriesOfSeveralZones, countryTimeZones } from './countryTimeZones.ts'

/** How a time zone is known: the country has one, the area code tells, or it is where most people of the country live. */
export type TimeZoneBasis = 'country' | 'area' | 'guess'

/** The longest and the shortest beginning of a number that stands in the table of areas, such as +1212 and +5511. */
const AREA_LENGTHS = [5, 6]

/**
 * Derives the time zone of a number.
 * @param phone E.164
 * @param country two letters; undefined, as for satellite phones, has no zone
 * @returns IANA name and how it is known
 */
export function timeZoneOf({
  phone,
  country,
}: {
  phone: string
  country: string | undefined
}): { timeZone: string; basis: TimeZoneBasis } | undefined {
  const main = country === undefined ? undefined : countryTimeZones.get(country)
  if (country === undefined || main === undefined) return undefined
  if (!countriesOfSeveralZones.has(country)) return { timeZone: main, basis: 'country' }
  for (const length of AREA_LENGTHS) {
    const timeZone = areaTimeZones.get(phone.slice(0, length))
    if (timeZone !== undefined) return { timeZone, basis: 'area' }
  }
  return { timeZone: main, basis: 'guess' }
}
