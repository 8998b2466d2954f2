import type { Command } from 'commander'
import { formatMicros } from '../contract/fields.ts'
import { listPrices, setPrice } from '../domain/routing/prices.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

/** `tapline price`: what a part costs, by country. */
export function addPrice(program: Command, context: Context): void {
  const price = program
    .command('price')
    .summary('say what a part costs, by country')
    .description(
      'What you pay for one part of an SMS, by country and currency. Costs of other countries stay unknown. Works on the database directly.',
    )
  price
    .command('set')
    .description('Set the price of a part. Messages that were queued before keep the price they had.')
    .argument('<country>', 'two letters (ISO 3166), such as DE')
    .argument('<currency>', 'three letters (ISO 4217), such as EUR')
    .argument('<amount>', 'decimal with up to 6 places, such as 0.075')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['price set DE EUR 0.075', 'a part to a German number costs 7.5 cents']]))
    .action(
      run(context, async (country: string, currency: string, amount: string, { json }: { json?: true }) =>
        set(context, { country: country.toUpperCase(), currency: currency.toUpperCase(), amount, json: json === true }),
      ),
    )
  price
    .command('list')
    .description('List all prices.')
    .option('--json', 'print JSON')
    .action(run(context, async ({ json }: { json?: true }) => list(context, json === true)))
}

type NewPrice = { country: string; currency: string; amount: string; json: boolean }

async function set({ output, environment }: Context, { country, currency, amount, json }: NewPrice): Promise<void> {
  if (!isRegion(country))
    throw new Failure('usage', `"${country}" is no country: expected two letters such as DE (ISO 3166; the United Kingdom is GB).`)
  if (!Intl.supportedValuesOf('currency').includes(currency))
    throw new Failure('usage', `"${currency}" is no currency: expected three letters such as EUR (ISO 4217).`)
  const priceMicros = parseMicros(amount)
  await withDatabase(environment.config(), async (db) => setPrice(db, { country, currency, priceMicros }))
  const price = { country, currency, amount: formatMicros(priceMicros) }
  if (json) printJson(output, price)
  else printLines(output, [`A part to ${country} costs ${price.amount} ${currency}, within 5 s in processes that run.`])
}

async function list({ output, environment }: Context, json: boolean): Promise<void> {
  const prices = (await withDatabase(environment.config(), listPrices)).map(({ country, currency, priceMicros }) => ({
    ...{ country, currency, amount: formatMicros(priceMicros) },
  }))
  if (json) return printJson(output, prices)
  if (prices.length === 0)
    return remark(output, 'There is no price yet, so every cost is unknown: "tapline price set DE EUR 0.075" sets one.')
  printLines(
    output,
    table(
      ['COUNTRY', 'CURRENCY', 'PER PART'],
      prices.map(({ country, currency, amount }) => [country, currency, amount]),
    ),
  )
}

/** A decimal in millionths: "0.075" is 75000. */
export function parseMicros(amount: string): bigint {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(amount) ?? []
  if (whole === undefined) throw new Failure('usage', `"${amount}" is no price: expected a decimal such as 0.075, with up to 6 places.`)
  return BigInt(whole + fraction.padEnd(6, '0'))
}

/** UK and the like are names that people use and phone numbers do not have. */
const isRegion = (country: string) =>
  /^[A-Z]{2}$/.test(country) &&
  country !== 'UK' &&
  new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country) !== undefined
