import { priceOf } from '../../contract/fields.ts'
import type { CountryShare } from '../../contract/recipients.ts'
import { priceMessage, type PriceTable } from '../routing/prices.ts'

/** Recipients by country with what a part costs there, most recipients first. */
export const shareByCountry = (
  counts: readonly { country: string | null; recipients: number }[],
  prices: PriceTable | undefined,
): CountryShare[] =>
  counts
    .toSorted((a, b) => b.recipients - a.recipients)
    .map(({ country, recipients }) => {
      const micros = priceMessage(prices, { country: country ?? undefined, parts: 1 })
      return { country, recipients, price: priceOf(micros ?? null, prices?.currency ?? null) }
    })
