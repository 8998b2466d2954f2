import type { Command } from 'commander'
import { endpoint, endpointList, endpointSecret, testOutcome } from '../contract/webhooks.ts'
import { createClient } from './client.ts'
import { collect, examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark, showTime, table } from './output.ts'
import { addDeliveryCommands } from './webhookDeliveries.ts'

type Json = { json?: true }
type NewOptions = Json & {
  type?: string[]
  description?: string
  label?: string
  recipient?: true
  test?: true
  firstClicks?: true
  header?: string[]
}

const endpoints = '/v1/webhooks/endpoints'
export const endpointPath = (id: string) => `${endpoints}/${encodeURIComponent(id)}`

/** `tapline webhooks`: where other systems are told of events. */
export function addWebhooks(program: Command, context: Context): void {
  const webhooks = program
    .command('webhooks')
    .summary('tell other systems of clicks, receipts and replies')
    .description('Endpoints for webhooks, and what became of each delivery.')
  webhooks
    .command('list', { isDefault: true })
    .description('List endpoints.')
    .option('--json', 'print the answer of the API')
    .action(run(context, async ({ json }: Json) => list(context, json === true)))
  webhooks
    .command('create')
    .description('Make an endpoint; it gets events from now on. Prints its signing secret.')
    .argument('<url>', 'where events are posted to')
    .option('--type <type>', 'a type of event, such as hit.click; can be given again; all but those of bots unless told', collect)
    .option('--description <text>', 'what it is for')
    .option('--label <label>', 'only events of messages with this label')
    .option('--header <name:value>', 'a header to send along; can be given again', collect)
    .option('--recipient', 'with the numbers of recipients')
    .option('--test', 'with events of test keys')
    .option('--first-clicks', "of clicks only each message's first on a link")
    .option('--json', 'print the answer of the API')
    .addHelpText('after', examples([['webhooks create https://shop.example/hooks --type hit.click', 'every click']]))
    .action(run(context, async (url: string, options: NewOptions) => create(context, url, options)))
  for (const [name, description, work] of simple)
    webhooks
      .command(name)
      .description(description)
      .argument('<endpoint>', 'id of the endpoint')
      .action(run(context, async (id: string) => work(context, id)))
  webhooks
    .command('resume')
    .description('Make an endpoint active again, whatever stopped it.')
    .argument('<endpoint>', 'id of the endpoint')
    .option('--skip', 'forget the events that waited')
    .action(run(context, async (id: string, { skip }: { skip?: true }) => resume(context, id, skip === true)))
  addDeliveryCommands(webhooks, context)
}

const simple: readonly [string, string, (context: Context, id: string) => Promise<void>][] = [
  ['secret', 'Show the signing secret.', (context, id) => secret(context, 'get', `${endpointPath(id)}/secret`)],
  [
    'rotate',
    'Make a new secret; the former one signs too for a day.',
    (context, id) => secret(context, 'post', `${endpointPath(id)}/secret/rotate`),
  ],
  ['pause', 'Let events wait.', pause],
  ['test', 'Send a test event and show the answer.', sendTest],
  ['delete', 'Delete an endpoint and what waits for it.', remove],
]

async function list({ output, environment }: Context, json: boolean): Promise<void> {
  const answer = await createClient(environment.config()).get(endpointList, endpoints)
  if (json) return printJson(output, answer)
  if (answer.endpoints.length === 0) return remark(output, 'No endpoint yet: make one with "tapline webhooks create URL".')
  const rows = answer.endpoints.map(({ id, url, state, state_reason, types, state_at }) => [
    ...[id, state_reason === null ? state : `${state} (${state_reason})`, showTime(state_at)],
    ...[types.length === 0 ? 'all' : types.join(' '), url],
  ])
  printLines(output, table(['ID', 'STATE', 'SINCE', 'TYPES', 'URL'], rows))
}

async function create({ output, environment }: Context, url: string, options: NewOptions): Promise<void> {
  const client = createClient(environment.config())
  const { type: types, description, label } = options
  const body = {
    ...{ url, types, description, label, headers: headersOf(options.header ?? []) },
    ...{
      include_recipient: options.recipient === true,
      include_test: options.test === true,
      first_clicks_only: options.firstClicks === true,
    },
  }
  const made = await client.post(endpoint, endpoints, { body })
  const { secret: value } = await client.get(endpointSecret, `${endpointPath(made.id)}/secret`)
  if (options.json) return printJson(output, { ...made, secret: value })
  printLines(output, [`Made endpoint ${made.id} for ${made.url}.`, `Secret: ${value}`])
}

function headersOf(written: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    written.map((line) => {
      const at = line.indexOf(':')
      if (at < 1) throw new Failure('usage', `--header is "${line}": expected a name and a value, such as "X-Shop: 12".`)
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )
}

async function secret({ output, environment }: Context, method: 'get' | 'post', path: string): Promise<void> {
  const answer = await createClient(environment.config())[method](endpointSecret, path)
  printLines(output, [answer.secret])
  if (answer.former_secret_until !== null) remark(output, `The former secret signs too until ${showTime(answer.former_secret_until)}.`)
}

async function pause({ output, environment }: Context, id: string): Promise<void> {
  await createClient(environment.config()).post(endpoint, `${endpointPath(id)}/pause`)
  printLines(output, [`Endpoint ${id} is paused: its events wait.`])
}

async function resume({ output, environment }: Context, id: string, skip: boolean): Promise<void> {
  await createClient(environment.config()).post(endpoint, `${endpointPath(id)}/resume`, { body: { waiting: skip ? 'skip' : 'send' } })
  printLines(output, [`Endpoint ${id} is active${skip ? '; what waited is forgotten' : ''}.`])
}

async function sendTest({ output, environment }: Context, id: string): Promise<void> {
  const { delivered, status, error, ms, answer } = await createClient(environment.config()).post(testOutcome, `${endpointPath(id)}/test`)
  const what = status === null ? `no answer (${error})` : `${status}`
  if (!delivered) throw new Failure('failed', `The endpoint did not take it: ${what} after ${ms} ms${answer === null ? '' : `: ${answer}`}`)
  printLines(output, [`The endpoint answered ${what} after ${ms} ms.`])
}

async function remove({ output, environment }: Context, id: string): Promise<void> {
  await createClient(environment.config()).delete(endpointPath(id))
  printLines(output, [`Deleted endpoint ${id}.`])
}
