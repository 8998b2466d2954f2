import type { Command } from 'commander'
import { countAnswer, type CountAnswer, type LeftOutReason } from '../contract/audiences.ts'
import { createClient } from './client.ts'
import { collect, examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { readJsonFile } from './jsonFile.ts'
import { count, printJson, printLines, table } from './output.ts'
import { parseCount } from './send.ts'

type Options = {
  all?: true
  group?: string[]
  segment?: string[]
  excludeGroup?: string[]
  excludeSegment?: string[]
  file?: string
  text?: string
  from?: string
  maxMessages?: number
  days?: number
  sample?: number
  json?: true
}

/** A count waits for its turn and may take 30 s then. */
const TIMEOUT_MS = 120_000

/** `tapline audience`: who would get a mass send, and who would not. */
export function addAudience(program: Command, context: Context): void {
  const audience = program.command('audience').summary('count whom a mass send would reach').description('Who would get a mass send.')
  withRules(audience.command('count'))
    .description('Count an audience, and tell of each contact who would get nothing why.')
    .option('--text <text>', 'the text, to find those who lack one of its merge fields')
    .option('--from <sender>', 'the sender, to find those whom no route leads to')
    .option('--max-messages <count>', 'leave out who had so many messages of campaigns in --days', parseCount)
    .option('--days <count>', 'the days of --max-messages', parseCount)
    .option('--sample <count>', 'show so many contacts of each reason, up to 20', parseCount)
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['audience count --group 3 --exclude-group 5', 'the members of group 3 who are not in group 5'],
        ['audience count --all --text "Hi {first_name}" --sample 5', 'everybody, and who lacks a first name'],
        ['audience count --file audience.json', 'rules of any kind: see docs/audiences.md'],
      ]),
    )
    .action(run(context, async (options: Options) => countOne(context, options)))
}

const withRules = (command: Command): Command =>
  command
    .option('--all', 'every contact')
    .option('--group <id>', 'the members of a group; can be repeated', collect)
    .option('--segment <id>', 'whoever fits a segment; can be repeated', collect)
    .option('--exclude-group <id>', 'without the members of a group; can be repeated', collect)
    .option('--exclude-segment <id>', 'without those who fit a segment; can be repeated', collect)
    .option('--file <file>', 'a file with {"include": [...], "exclude": [...]}; "-" reads standard input')

async function countOne({ output, environment }: Context, options: Options): Promise<void> {
  const { text, from, maxMessages, days } = options
  if ((maxMessages === undefined) !== (days === undefined)) throw new Failure('usage', '--max-messages and --days go together: give both.')
  const frequencyCap = maxMessages === undefined ? undefined : { messages: maxMessages, days }
  const answer = await createClient(environment.config()).post(countAnswer, '/v1/audiences/count', {
    query: { sample: options.sample === undefined ? undefined : String(options.sample) },
    body: { audience: audienceOf(options), text, from, frequency_cap: frequencyCap },
    timeoutMs: TIMEOUT_MS,
  })
  if (options.json) printJson(output, answer)
  else printLines(output, describe(answer))
}

function audienceOf({ all, group = [], segment = [], excludeGroup = [], excludeSegment = [], file }: Options): unknown {
  const include = [...(all ? [{ kind: 'all' }] : []), ...group.map(ofGroup), ...segment.map(ofSegment)]
  const exclude = [...excludeGroup.map(ofGroup), ...excludeSegment.map(ofSegment)]
  if (file === undefined && include.length === 0)
    throw new Failure('usage', 'This audience is nobody: give --all, --group, --segment or --file.')
  if (file === undefined) return { include, exclude }
  if (include.length + exclude.length > 0) throw new Failure('usage', '--file holds the whole audience: give no other rules beside it.')
  return readJsonFile(file)
}

const ofGroup = (id: string) => ({ kind: 'group', group_id: id })
const ofSegment = (id: string) => ({ kind: 'segment', segment_id: id })

const reasons = {
  excluded: 'in what is excluded',
  suppressed: 'must not be sent to',
  not_mobile: 'no mobile number',
  merge_value_missing: 'lack a merge field of the text',
  frequency_cap: 'had enough messages',
  no_route: 'no route leads there',
} as const satisfies Record<LeftOutReason, string>

function describe({ matched, will_receive: receive, left_out: leftOut }: CountAnswer): string[] {
  const rows = leftOut.map(({ reason, recipients, sample }) => [
    ...[String(recipients), reasons[reason], sample.map(({ phone }) => phone).join(', ')],
  ])
  return [
    `${count(receive, 'contact')} of ${matched} would get it.`,
    ...(rows.length === 0 ? [] : ['', ...table(['LEFT OUT', 'WHY', ''], rows)]),
  ]
}
