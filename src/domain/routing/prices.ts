import type { Db } from '../../platform/db.ts'

/** Price of one part in millionths of the currency, by country. */
export type PriceTable = { currency: string; priceMicros: ReadonlyMap<string, bigint> }

/** The operator's prices in an account's currency; undefined when the account has none. */
export async function loadPrices(db: Db, { currency }: { currency: string | null }): Promise<PriceTable | undefined> {
  if (currency === null) return undefined
  const rows = await db<{ country: string; priceMicros: bigint }[]>`
    select country, price_micros as "priceMicros" from prices where currency = ${currency} order by country limit 300`
  return { currency, priceMicros: new Map(rows.map((row) => [row.country, row.priceMicros])) }
}

/** What a message costs, or undefined where the operator has named no price: a price is never invented. */
export function priceMessage(
  table: PriceTable | undefined,
  { country, parts }: { country: string | undefined; parts: number },
): bigint | undefined {
  const perPart = country === undefined ? undefined : table?.priceMicros.get(country)
  return perPart === undefined ? undefined : perPart * BigInt(parts)
}

/** Every price, by country and currency. */
export const listPrices = (db: Db) => db<{ country: string; currency: string; priceMicros: bigint }[]>`
  select country, currency, price_micros as "priceMicros" from prices order by country, currency limit 10000`

/** Sets the price of a part. Accounts that have no currency yet take this one, so that their costs become known. */
export async function setPrice(
  db: Db,
  { country, currency, priceMicros }: { country: string; currency: string; priceMicros: bigint },
): Promise<void> {
  await db`
    insert into prices (country, currency, price_micros) values (${country}, ${currency}, ${priceMicros})
    on conflict (country, currency) do update set price_micros = excluded.price_micros`
  await db`update accounts set currency = ${currency} where currency is null`
}
