import { SAMPLE_SIZE, type AudienceSample } from '../../contract/recipients.ts'
import { gsm7Characters } from '../../lib/gsm7.ts'
import { parseTemplate } from '../../lib/template.ts'
import type { Transaction } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { pick } from '../contacts/fieldValues.ts'
import { shareByCountry } from '../messages/countries.ts'
import { loadPrices } from '../routing/prices.ts'
import { readingAudience, type CountOrder, type CountParts, type Classes } from './count.ts'
import { countReceivers, readReceivers } from './sampleStore.ts'

/**
 * Some of those who will get a message, with the values that its text uses: the longest, the shortest, and others at random, who stay the same
 * from one call to the next. From them and the countries of all, a screen reckons lengths and costs while somebody writes.
 * @throws AppError as `countAudience`
 */
export async function sampleAudience(parts: CountParts, order: Omit<CountOrder, 'sample'>): Promise<AudienceSample> {
  const names = order.text === undefined ? [] : parseTemplate(order.text).fields.map(({ name }) => name)
  const { currency } = await accountSettings(parts.db, order.accountId)
  const prices = await loadPrices(parts.db, { currency })
  return readingAudience(parts, { ...order, sample: 0 }, async (tx, classes) => {
    const { countries, ids } = await chooseReceivers(tx, { accountId: order.accountId, classes, names })
    const rows = new Map((await readReceivers(tx, { accountId: order.accountId, ids })).map((row) => [row.id, row]))
    return {
      will_receive: countries.reduce((sum, { recipients }) => sum + recipients, 0),
      recipients: ids.flatMap((id) => {
        const row = rows.get(id)
        return row === undefined ? [] : [{ phone: row.phone, country: row.country, contact_id: id, values: pick(row.fields, names) }]
      }),
      countries: shareByCountry(countries, prices),
    }
  })
}

async function chooseReceivers(tx: Transaction, { accountId, classes, names }: { accountId: bigint; classes: Classes; names: string[] }) {
  const rows = await countReceivers(tx, { accountId, ...classes, names, size: SAMPLE_SIZE, gsm7: gsm7Characters })
  const countries = rows.map(({ country, recipients }) => ({ country, recipients }))
  // Each country brings its own longest, shortest and random ones, so that a small country is not forgotten.
  const longest = rows.toSorted((a, b) => b.longestWeight - a.longestWeight)[0]?.longest
  const shortest = rows.toSorted((a, b) => a.shortestWeight - b.shortestWeight)[0]?.shortest
  const ids = [...new Set([longest, shortest, ...interleaved(rows.map(({ sample }) => sample))])].filter((id) => id !== undefined)
  return { countries, ids: ids.slice(0, SAMPLE_SIZE) }
}

/** The first of each list, then the second of each. */
function interleaved(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat()
}
