import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { decodeCountries, findCountry, type CountryTable } from './countryTable.ts'
import type { Network } from './network.ts'

/** Written by `npm run generate`, read beside `src` and `dist` alike. */
const FILE = fileURLToPath(new URL('../../../assets/countries.gz', import.meta.url))

let table: CountryTable | undefined

/** Reads the table, about 6 MB of memory and some 40 ms, unless this thread has it. @throws Error when the file is missing or damaged */
export function loadCountries(): CountryTable {
  try {
    table ??= decodeCountries(gunzipSync(readFileSync(FILE)))
  } catch (cause) {
    throw new Error(`Cannot read the table of countries ${FILE}: restore it, or write it anew by \`npm run generate\``, { cause })
  }
  return table
}

/** The country that a hit's network is registered in or used in, two letters; null when unknown. Not the country of the phone number. */
export const countryOfNetwork = (network: Network): string | null => findCountry(loadCountries(), network)
