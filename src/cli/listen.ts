import type { Command } from 'commander'
import { eventPage, type Event } from '../contract/events.ts'
import { newSecret, requestHeaders, signingKeys } from '../domain/webhooks/signing.ts'
import { createClient, request } from './client.ts'
import { collect, examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { printLines, remark } from './output.ts'

type Options = { forwardTo?: string; type?: string[]; secret?: string; test?: true; json?: true; since?: string; events?: string }

/** Seconds that one request waits for events. */
const WAIT = '20'

/** `tapline listen`: shows events as they happen, and hands them to a program on this machine as a webhook would. */
export function addListen(program: Command, context: Context): void {
  program
    .command('listen')
    .summary('show events as they happen, and forward them')
    .description(
      'Show events as they happen. With --forward-to each is posted there, signed as a webhook: for programs without a public address.',
    )
    .option('--forward-to <url>', 'where to post each event, such as http://localhost:3000/hooks')
    .option('--type <type>', 'a type of event, such as hit.click; can be given again; all but those of bots unless told', collect)
    .option('--secret <secret>', 'the signing secret; a new one for each run unless told')
    .option('--since <time>', 'begin with the events of this time, such as 2026-11-24T08:00:00Z')
    .option('--test', 'with events of test keys')
    .option('--events <count>', 'end after so many events')
    .option('--json', 'print whole events, one a line')
    .addHelpText('after', examples([['listen --forward-to http://localhost:3000/hooks', 'try a receiver of webhooks']]))
    .action(run(context, async (options: Options) => listen(context, options)))
}

async function listen(context: Context, options: Options): Promise<void> {
  const { environment, output } = context
  const client = createClient(environment.config())
  const secret = options.secret ?? newSecret()
  const most = options.events === undefined ? Number.POSITIVE_INFINITY : Number(options.events)
  if (!(most >= 1)) throw new Failure('usage', `--events is "${options.events}": expected a number from 1.`)
  if (options.forwardTo !== undefined) remark(output, `Secret: ${secret}`)
  remark(output, 'Waiting for events; stop with Ctrl-C.')
  const asked = { types: options.type?.join(','), test: options.test === true ? 'true' : undefined }
  let cursor: string | undefined
  for (let shown = 0; shown < most;) {
    const wait = cursor === undefined ? '0' : WAIT
    const query: Record<string, string | undefined> = { ...asked, wait, cursor, since: cursor === undefined ? options.since : undefined }
    const page = await client.get(eventPage, '/v1/events', { query })
    cursor = page.next_cursor
    for (const event of page.events.slice(0, most - shown)) {
      shown++
      await show(context, event, options, signingKeys([secret]))
    }
  }
}

async function show({ output }: Context, event: Event, { forwardTo, json }: Options, keys: readonly Buffer[]): Promise<void> {
  const body = JSON.stringify(event)
  printLines(output, [json ? body : lineOf(event)])
  if (forwardTo === undefined) return
  const headers = requestHeaders({ keys, headers: {} }, { id: event.data.id, timestamp: Math.floor(Date.now() / 1_000), body })
  const answer = await request(forwardTo, { method: 'POST', headers, body }).catch((error: unknown) => String(error))
  remark(output, typeof answer === 'string' ? `  -> ${forwardTo} cannot be reached` : `  -> ${answer.status}`)
}

function lineOf({ type, timestamp, data }: Event): string {
  const about = [
    data.message === undefined ? undefined : `message ${data.message.id}`,
    data.link === undefined ? undefined : (data.link.short_link ?? `link ${data.link.position + 1}`),
    data.test ? 'test' : undefined,
  ]
  return [timestamp, type.padEnd(20), data.id, ...about.filter((word) => word !== undefined)].join('  ')
}
