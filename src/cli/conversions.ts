import { Option, type Command } from 'commander'
import {
  conversionDetail,
  conversionPage,
  conversionsResponse,
  conversionStates,
  type Conversion,
  type ConversionDetail,
} from '../contract/conversions.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { printJson, printLines, remark, showTime, table } from './output.ts'
import { parseCount } from './send.ts'
import { asTimestamp } from './time.ts'

type ListOptions = {
  name?: string
  state?: string
  order?: string
  message?: string
  from?: string
  to?: string
  test?: true
  limit?: number
  cursor?: string
  json?: true
}
type AddOptions = {
  name: string
  clickId?: string
  reference?: string
  phone?: string
  value?: string
  currency?: string
  order?: string
  at?: string
  json?: true
}
type CorrectOptions = { amount?: string; correction?: string; json?: true }

/** `tapline conversions`: what recipients did after the click. */
export function addConversions(program: Command, context: Context): void {
  const conversions = program
    .command('conversions')
    .summary('list, show, report and correct conversions')
    .description('What recipients did after the click: sign-ups, orders.')
  addList(conversions, context)
  conversions
    .command('show')
    .description('Show a conversion, and why it was or was not attributed.')
    .argument('<id>', 'id of the conversion')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { json }: { json?: true }) => show(context, id, json === true)))
  addReport(conversions, context)
  for (const [kind, description] of [
    ['refund', 'Take a refund off a conversion; all that is left unless --amount says less.'],
    ['cancel', 'Take a conversion out of every figure, for good.'],
  ] as const)
    conversions
      .command(kind)
      .description(description)
      .argument('<id>', 'id of the conversion')
      .option('--amount <amount>', 'such as 9.90')
      .option('--correction <id>', 'id of yours: the same one is applied once')
      .option('--json', 'print the answer of the API')
      .action(run(context, async (id: string, options: CorrectOptions) => correct(context, { id, kind, options })))
}

function addList(conversions: Command, context: Context): void {
  conversions
    .command('list', { isDefault: true })
    .description('List conversions, newest first.')
    .option('--name <name>', 'of one name, such as order')
    .addOption(new Option('--state <state>', 'in one state').choices(conversionStates))
    .option('--order <id>', 'with this order id')
    .option('--message <id>', 'attributed to this message')
    .option('--from <time>', 'that happened from here on: 2027-01-31, or with time and offset')
    .option('--to <time>', 'that happened before this')
    .option('--test', 'conversions of test keys')
    .option('--limit <count>', 'at most this many, up to 200', parseCount)
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .addHelpText('after', examples([['conversions --name order --state attributed', 'orders that follow from a click']]))
    .action(run(context, async (options: ListOptions) => list(context, options)))
}

function addReport(conversions: Command, context: Context): void {
  conversions
    .command('report')
    .description('Report a conversion, by click id, by reference of the message or by number.')
    .requiredOption('--name <name>', 'what happened, such as order')
    .option('--click-id <id>', 'as the landing page got it')
    .option('--reference <reference>', 'of the message')
    .option('--phone <number>', 'of the recipient')
    .option('--value <amount>', 'such as 49.90')
    .option('--currency <code>', 'such as EUR; that of the account unless told')
    .option('--order <id>', 'order id: one order counts once')
    .option('--at <time>', 'when it happened; now unless told')
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([['conversions report --name order --phone +4915112345678 --value 49.90 --order A-17', 'an order by telephone']]),
    )
    .action(run(context, async (options: AddOptions) => report(context, options)))
}

async function list({ output, environment }: Context, options: ListOptions): Promise<void> {
  const { name, state, order, message, cursor, limit } = options
  const query = {
    ...{ name, state, order_id: order, message_id: message, cursor, limit: limit === undefined ? undefined : String(limit) },
    ...{ from: asTimestamp(options.from), to: asTimestamp(options.to), test: options.test ? 'true' : undefined },
  }
  const page = await createClient(environment.config()).get(conversionPage, '/v1/conversions', { query })
  if (options.json) return printJson(output, page)
  if (page.conversions.length === 0) return remark(output, 'No conversion matches.')
  printLines(output, table(['ID', 'AT', 'NAME', 'VALUE', 'ORDER', 'STATE', 'REASON', 'MESSAGE'], page.conversions.map(cellsOf)))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

const cellsOf = ({ id, at, name, value, order_id, state, reason, message_id }: Conversion) => [
  ...[id, showTime(at), name, valueText(value), order_id ?? '', state, reason, message_id ?? ''],
]
const valueText = (value: Conversion['value']) => (value === null ? '' : `${value.amount} ${value.currency}`)

async function show({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const found = await createClient(environment.config()).get(conversionDetail, `/v1/conversions/${encodeURIComponent(id)}`)
  if (json) printJson(output, found)
  else printLines(output, describe(found))
}

function describe(one: ConversionDetail): string[] {
  const value = one.value === null ? '' : `, ${valueText(one.value)}`
  const cause =
    one.message_id === null ? '' : ` Message ${one.message_id}, link ${(one.link ?? 0) + 1}, clicked ${showTime(one.clicked_at ?? '')}.`
  return [
    `Conversion ${one.id}, ${one.name}${value}, at ${showTime(one.at)}: ${one.state}.`,
    `${one.detail}${one.repeat_of === null ? '' : ` Conversion ${one.repeat_of} counts in its stead.`}${cause}`,
    ...one.trace.map(
      (step) => `  ${step.click_id ?? step.basis}${step.hit_at === null ? '' : ` at ${showTime(step.hit_at)}`}: ${step.detail}`,
    ),
    ...one.corrections.map(({ kind, amount, at }) => `  ${kind}${amount === null ? '' : ` ${amount}`} at ${showTime(at)}`),
  ]
}

async function report({ output, environment }: Context, options: AddOptions): Promise<void> {
  const { name, clickId, reference, phone, value, currency, order, at } = options
  const body = { name, click_id: clickId, reference, phone, value, currency, order_id: order, at: asTimestamp(at) }
  const answer = await createClient(environment.config()).post(conversionsResponse, '/v1/conversions', { body })
  if (options.json) return printJson(output, answer)
  printLines(
    output,
    answer.conversions.map((one) =>
      one.status === 'refused' ? one.detail : `Conversion ${one.id} is ${one.status}: ${one.state}, ${one.reason}.`,
    ),
  )
}

async function correct(
  { output, environment }: Context,
  { id, kind, options }: { id: string; kind: 'refund' | 'cancel'; options: CorrectOptions },
): Promise<void> {
  const body = { kind, amount: options.amount, correction_id: options.correction }
  const path = `/v1/conversions/${encodeURIComponent(id)}/corrections`
  const answer = await createClient(environment.config()).post(conversionDetail, path, { body })
  if (options.json) printJson(output, answer)
  else printLines(output, describe(answer))
}
