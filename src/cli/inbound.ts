import { Option, type Command } from 'commander'
import { inboundMessage, inboundPage, optOut, optOutPage } from '../contract/suppressions.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { fields, printJson, printLines, remark, shorten, showTime, table } from './output.ts'
import { parseCount } from './send.ts'
import { asTimestamp } from './time.ts'

type Json = { json?: true }
type ListOptions = Json & { phone?: string; kind?: string; since?: string; limit?: number; cursor?: string }
type OptOutOptions = Json & { review?: string; limit?: number; cursor?: string }

/** `tapline inbound`: what people wrote back. */
export function addInbound(program: Command, context: Context): void {
  const inbound = program.command('inbound').summary('read what people wrote back').description('What people wrote back.')
  inbound
    .command('list', { isDefault: true })
    .description('List what people wrote, newest first.')
    .option('--phone <number>', 'of this number')
    .addOption(new Option('--kind <kind>', 'only these').choices(['opt_out', 'opt_in', 'help', 'text']))
    .option('--since <time>', 'from then on, such as 2027-01-31')
    .option('--limit <count>', 'at most this many, up to 200', parseCount)
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (options: ListOptions) => list(context, options)))
  inbound
    .command('show')
    .description('Show what somebody wrote, and what came of it.')
    .argument('<id>', 'its id')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { json }: Json) => show(context, id, json === true)))
}

/** `tapline opt-outs`: who asked to get nothing more. */
export function addOptOuts(program: Command, context: Context): void {
  const optOuts = program
    .command('opt-outs')
    .summary('list opt-outs, and review those that are not sure')
    .description('Who asked to get nothing more.')
  optOuts
    .command('list', { isDefault: true })
    .description('List opt-outs, newest first.')
    .addOption(new Option('--review <state>', 'only these').choices(['pending', 'confirmed', 'dismissed']))
    .option('--limit <count>', 'at most this many, up to 200', parseCount)
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .addHelpText('after', examples([['opt-outs --review pending', 'texts that only sound like an opt-out']]))
    .action(run(context, async (options: OptOutOptions) => listOptOuts(context, options)))
  for (const [name, description] of [
    ['confirm', 'Say that an unsure opt-out is one.'],
    ['dismiss', 'Say that an unsure opt-out is none: its number may be sent to again.'],
  ] as const)
    optOuts
      .command(name)
      .description(description)
      .argument('<id>', 'id of the opt-out')
      .option('--json', 'print the answer of the API')
      .action(run(context, async (id: string, { json }: Json) => review(context, { id, name, json: json === true })))
}

const text = (value: number | undefined) => (value === undefined ? undefined : String(value))

async function list({ output, environment }: Context, { phone, kind, since, limit, cursor, json }: ListOptions): Promise<void> {
  const query = { phone, kind, since: asTimestamp(since), limit: text(limit), cursor }
  const page = await createClient(environment.config()).get(inboundPage, '/v1/inbound', { query })
  if (json) return printJson(output, page)
  if (page.inbound.length === 0) return remark(output, 'Nobody wrote.')
  const rows = page.inbound.map((message) => [
    ...[message.id, showTime(message.received_at), message.phone, message.to],
    ...[`${message.kind}${message.sure ? '' : '?'}`, message.handled, shorten(message.text, 60)],
  ])
  printLines(output, table(['ID', 'RECEIVED', 'FROM', 'TO', 'KIND', 'CAME OF IT', 'TEXT'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function show({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const message = await createClient(environment.config()).get(inboundMessage, `/v1/inbound/${encodeURIComponent(id)}`)
  if (json) return printJson(output, message)
  printLines(
    output,
    fields([
      ['inbound', message.id],
      ['from', message.phone],
      ['to', message.to],
      ['text', message.text],
      ['kind', `${message.kind}${message.sure ? '' : ' (not sure)'}${message.test ? ', test' : ''}`],
      ['came of it', message.handled],
      ['answers', message.message_id === null ? '-' : `message ${message.message_id}`],
      ['answered by', message.answer_message_id === null ? '-' : `message ${message.answer_message_id}`],
      ['received', showTime(message.received_at)],
    ]),
  )
}

async function listOptOuts({ output, environment }: Context, { review: state, limit, cursor, json }: OptOutOptions): Promise<void> {
  const page = await createClient(environment.config()).get(optOutPage, '/v1/opt-outs', {
    query: { review: state, limit: text(limit), cursor },
  })
  if (json) return printJson(output, page)
  if (page.opt_outs.length === 0) return remark(output, 'No opt-out.')
  const rows = page.opt_outs.map((each) => [
    ...[each.id, showTime(each.created_at), each.phone ?? '[erased]', each.source, each.review ?? 'sure'],
    ...[showTime(each.ended_at), shorten(each.text ?? '-', 60)],
  ])
  printLines(output, table(['ID', 'AT', 'PHONE', 'BY', 'REVIEW', 'ENDED', 'TEXT'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

type Reviewed = { id: string; name: 'confirm' | 'dismiss'; json: boolean }

async function review({ output, environment }: Context, { id, name, json }: Reviewed): Promise<void> {
  const settled = await createClient(environment.config()).post(optOut, `/v1/opt-outs/${encodeURIComponent(id)}/${name}`)
  if (json) return printJson(output, settled)
  const phone = settled.phone ?? '[erased]'
  printLines(output, [`Opt-out ${id} is ${settled.review}: ${phone} ${name === 'confirm' ? 'stays out' : 'may be sent to again'}.`])
}
