import { Option, type Command } from 'commander'
import { messageDetail, messagePage, messageStates } from '../contract/messages.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { describeMessage, messageTable } from './messageText.ts'
import { printJson, printLines, remark } from './output.ts'
import { parseCount } from './send.ts'
import { asTimestamp } from './time.ts'

type ListOptions = {
  phone?: string
  state?: string
  label?: string
  campaign?: string
  reference?: string
  after?: string
  before?: string
  clicked?: true
  notClicked?: true
  test?: true
  limit?: number
  cursor?: string
  json?: true
}

/** `tapline messages`: the logbook. */
export function addMessages(program: Command, context: Context): void {
  const messages = program.command('messages').summary('list, show and cancel messages').description('What was sent and what became of it.')
  addList(messages, context)
  messages
    .command('show')
    .description('Show a message with its links, clicks, views and timeline.')
    .argument('<id>', 'id of the message')
    .option('--json', 'print the answer of the API')
    .addHelpText('after', examples([['messages show 1', 'what became of message 1']]))
    .action(run(context, async (id: string, { json }: { json?: true }) => show(context, id, json === true)))
  messages
    .command('cancel')
    .description('Cancel a message that is still queued; its short links answer 410.')
    .argument('<id>', 'id of the message')
    .option('--json', 'print the answer of the API')
    .addHelpText('after', examples([['messages cancel 1', 'do not send message 1']]))
    .action(run(context, async (id: string, { json }: { json?: true }) => cancel(context, id, json === true)))
}

function addList(messages: Command, context: Context): void {
  messages
    .command('list', { isDefault: true })
    .description('List messages, newest first.')
    .option('--phone <number>', 'of one recipient')
    .addOption(new Option('--state <state>', 'in one state').choices(messageStates))
    .option('--label <label>', 'with this label')
    .option('--reference <reference>', 'with this reference of yours')
    .option('--campaign <campaign>', 'of one campaign, by its id')
    .option('--after <time>', 'created from here on: 2027-01-31, or with time and offset')
    .option('--before <time>', 'created before this')
    .option('--clicked', 'with at least one click')
    .addOption(new Option('--not-clicked', 'without a click').conflicts('clicked'))
    .option('--test', 'messages of test keys')
    .option('--limit <count>', 'at most this many, up to 200', parseCount)
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['messages', 'the newest 50'],
        ['messages --label spring --clicked', 'who tapped a link of the spring sale'],
        ['messages --state undelivered --after 2027-01-31 --json', 'for a script'],
      ]),
    )
    .action(run(context, async (options: ListOptions) => list(context, options)))
}

async function list({ output, environment }: Context, options: ListOptions): Promise<void> {
  const { phone, state, label, reference, cursor, campaign } = options
  const query = {
    ...{
      phone,
      state,
      label,
      reference,
      cursor,
      campaign_id: campaign,
      limit: options.limit === undefined ? undefined : String(options.limit),
    },
    ...{ created_after: asTimestamp(options.after), created_before: asTimestamp(options.before) },
    ...{ has_clicks: options.clicked ? 'true' : options.notClicked ? 'false' : undefined, test: options.test ? 'true' : undefined },
  }
  const page = await createClient(environment.config()).get(messagePage, '/v1/messages', { query })
  if (options.json) return printJson(output, page)
  if (page.messages.length === 0) return remark(output, 'No message matches.')
  printLines(output, messageTable(page.messages))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function show({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const message = await createClient(environment.config()).get(messageDetail, `/v1/messages/${encodeURIComponent(id)}`)
  if (json) printJson(output, message)
  else printLines(output, describeMessage(message))
}

async function cancel({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const message = await createClient(environment.config()).post(messageDetail, `/v1/messages/${encodeURIComponent(id)}/cancel`)
  if (json) printJson(output, message)
  else printLines(output, [`Cancelled message ${message.id} to ${message.phone}.`])
}
