import { accountSettings } from '../../../domain/accounts/accounts.ts'
import { roomToSpend } from '../../../domain/messages/spendLimits.ts'
import type { Caller } from '../../../domain/accounts/caller.ts'
import { loadPrices } from '../../../domain/routing/prices.ts'
import type { Db } from '../../../platform/db.ts'
import { callingCodeOf } from '../../../lib/phone.ts'
import { countryName } from './countryName.ts'
import type { Add } from './operation.ts'
import { oneOf, text } from './parameters.ts'
import type { RouteParts } from '../../routes/parts.ts'

/** What an account without a spend limit has left: clients want a number, and stop at zero. */
export const UNLIMITED = 1_000_000

/** What the account may spend, and what things cost. */
export function accountOperations(add: Add, { db }: RouteParts): void {
  add({
    ...{ methods: ['GET', 'POST'], path: '/balance', scope: 'messages:write', parameters: {} },
    run: async ({ key }) => {
      const amount = await balanceOf(db, key)
      const { currency } = await accountSettings(db, key.accountId)
      return { json: { amount, currency: currency ?? 'EUR' }, text: String(amount) }
    },
  })

  add({
    methods: ['GET', 'POST'],
    path: '/pricing',
    scope: 'messages:write',
    parameters: { country: text({ max: 2 }), format: oneOf('json', 'csv') },
    run: async ({ key, values: { country, format } }) => {
      const { currency } = await accountSettings(db, key.accountId)
      const table = await loadPrices(db, { currency })
      const prices = [...(table?.priceMicros ?? [])].filter(([code]) => country === undefined || code === country.toUpperCase())
      const countries = prices.map(([code, micros]) => viewPrices(code, toUnits(micros)))
      if (format === 'csv') return { text: priceFile(countries), type: 'text/csv' }
      return { json: { countCountries: countries.length, countNetworks: countries.length, countries } }
    },
  })
}

/** One price for all networks of a country: that is what the operator sets. */
const viewPrices = (code: string, price: number) => ({
  ...{ countryCode: code, countryName: countryName(code), countryPrefix: callingCodeOf(code) ?? '' },
  networks: [{ mcc: '', mncs: null, networkName: null, price, features: ['alpha', 'numeric', 'dlr'], comment: null }],
})

const priceFile = (countries: readonly ReturnType<typeof viewPrices>[]) =>
  [
    ['countryCode', 'countryName', 'countryPrefix', 'mcc', 'mncs', 'networkName', 'price', 'features', 'comment'],
    ...countries.flatMap(({ countryCode, countryName, countryPrefix, networks }) =>
      networks.map(({ mcc, price, features }) => [
        countryCode,
        countryName,
        countryPrefix,
        mcc,
        '',
        '',
        String(price),
        features.join(','),
        '',
      ]),
    ),
  ]
    .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')}\n`)
    .join('')

/** Of the narrowest limit of account and key. */
export async function balanceOf(db: Db, { accountId, id }: Pick<Caller, 'accountId' | 'id'>): Promise<number> {
  const micros = await roomToSpend(db, { accountId, keyId: id })
  return micros === undefined ? UNLIMITED : toUnits(micros)
}

export const toUnits = (micros: bigint): number => Number(micros) / 1_000_000
