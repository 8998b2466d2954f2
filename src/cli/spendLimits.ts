import { Option, type Command } from 'commander'
import { spendLimits } from '../contract/spendLimits.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { printJson, printLines, remark, table } from './output.ts'

type Json = { json?: true }
type SetLimit = Json & { period: string; key?: string; none?: true }

/** `tapline spend-limits`: what an account and its keys may spend. */
export function addSpendLimits(program: Command, context: Context): void {
  const limits = program
    .command('spend-limits')
    .summary('limit what may be spent')
    .description('What may be spent in a day or month of UTC.')
  limits
    .command('list', { isDefault: true })
    .description('Show the limits, and what was spent.')
    .option('--json', 'print the answer of the API')
    .action(run(context, async ({ json }: Json) => list(context, json === true)))
  limits
    .command('set')
    .description('Set a limit of the account, or of one of its keys.')
    .argument('[amount]', 'such as 250.00, in the currency of the account')
    .addOption(new Option('--period <period>', 'of which time').choices(['day', 'month']).makeOptionMandatory())
    .option('--key <key>', 'id of a key; the whole account unless told')
    .option('--none', 'take the limit away')
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['spend-limits set 250.00 --period day', 'at most 250 a day'],
        ['spend-limits set --none --period day', 'no limit by the day any more'],
      ]),
    )
    .action(run(context, async (amount: string | undefined, options: SetLimit) => set(context, amount, options)))
}

async function list({ output, environment }: Context, json: boolean): Promise<void> {
  print({ output }, await createClient(environment.config()).get(spendLimits, '/v1/spend-limits'), json)
}

async function set({ output, environment }: Context, amount: string | undefined, { period, key, none, json }: SetLimit): Promise<void> {
  const body = { period, key_id: key ?? null, limit: none ? null : (amount ?? '') }
  print({ output }, await createClient(environment.config()).put(spendLimits, '/v1/spend-limits', { body }), json === true)
}

type Limits = ReturnType<typeof spendLimits.parse>

function print({ output }: Pick<Context, 'output'>, answer: Limits, json: boolean): void {
  if (json) return printJson(output, answer)
  if (answer.limits.length === 0) return remark(output, 'No limit: set one with "tapline spend-limits set 250.00 --period day".')
  const rows = answer.limits.map(({ key_id: key, period, limit, spent, currency }) => [
    key === null ? 'account' : `key ${key}`,
    period,
    `${limit} ${currency ?? ''}`,
    `${spent} ${currency ?? ''}`,
  ])
  printLines(output, table(['OF', 'PERIOD', 'LIMIT', 'SPENT'], rows))
}
