import { Option, type Command } from 'commander'
import { countryCredit } from '../contract/countryCredit.ts'
import { hitGroups, stats, type Stats } from '../contract/stats.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { fields, printJson, printLines, showTime, table } from './output.ts'
import { asTimestamp } from './time.ts'

type Options = { by: string; from?: string; to?: string; timeZone?: string; test?: true; json?: true }

/** `tapline stats`: the figures of docs/metrics.md. */
export function addStats(program: Command, context: Context): void {
  program
    .command('stats')
    .summary('count messages, clicks, views and bots')
    .description('Counts what became of messages over a period, 30 days back unless told. docs/metrics.md says what each figure counts.')
    .addOption(new Option('--by <group>', 'how to group hits').choices(hitGroups).default('day'))
    .option('--from <time>', '2027-01-31, or with time and offset')
    .option('--to <time>', 'end of the period; now unless told')
    .option('--time-zone <name>', 'where days begin, such as Europe/Berlin')
    .option('--test', 'messages of test keys instead of live ones')
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['stats', 'the last 30 days by day'],
        ['stats --by country', 'from which countries the links were opened, as far as networks tell'],
        ['stats --by link --from 2027-01-01', 'which link was tapped most this year'],
      ]),
    )
    .action(run(context, async (options: Options) => show(context, options)))
}

async function show({ output, environment }: Context, options: Options): Promise<void> {
  const query = {
    ...{ by: options.by, from: asTimestamp(options.from), to: asTimestamp(options.to), time_zone: options.timeZone },
    test: options.test ? 'true' : undefined,
  }
  const answer = await createClient(environment.config()).get(stats, '/v1/stats', { query })
  if (options.json) printJson(output, answer)
  else printLines(output, describe(answer, options.by))
}

function describe({ from, to, messages, hits, conversions, groups }: Stats, by: string): string[] {
  const rate = messages.click_rate === null ? 'none was reached' : `${(messages.click_rate * 100).toFixed(1)} %`
  return [
    ...fields([
      ['Period', `${showTime(from)} to ${showTime(to)}`],
      ['Messages', `${messages.created} created, ${messages.sent} sent, ${messages.reached} reached, ${messages.delivered} delivered`],
      ['Click rate', `${rate} (${messages.clicked} clickers of ${messages.reached} reached)`],
      ['Clicks', `${hits.total_clicks} in all, ${hits.unique_clicks ?? 'not counted'} unique, ${hits.clickers ?? 'not counted'} clickers`],
      ['Views', String(hits.views)],
      ['Conversions', conversionText(conversions, messages)],
      ['Machines', `${hits.prefetches} prefetches, ${hits.bots} bots`],
    ]),
    ...(groups.length === 0
      ? []
      : ['', ...table([by.toUpperCase(), 'CLICKS', 'UNIQUE', 'CLICKERS', 'VIEWS', 'BOTS', 'CONVERSIONS'], groups.map(row))]),
    ...(by === 'country' && groups.length > 0 ? ['', `${countryCredit.text}, ${countryCredit.url}`] : []),
  ]
}

function conversionText({ attributed, unattributed, values }: Stats['conversions'], { conversion_rate }: Stats['messages']): string {
  const rate = conversion_rate === null ? '' : `, ${(conversion_rate * 100).toFixed(1)} % of clickers`
  const worth = values.map(({ amount, currency }) => `, ${amount} ${currency}`).join('')
  return `${attributed} attributed${rate}${worth}; ${unattributed} not`
}

const row = ({ key, destination, total_clicks, unique_clicks, clickers, views, bots, conversions }: Stats['groups'][number]) => [
  destination === null ? key : `${key} ${destination}`,
  ...[total_clicks, unique_clicks, clickers, views, bots, conversions].map((value) => (value === null ? '-' : String(value))),
]
