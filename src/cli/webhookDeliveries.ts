import type { Command } from 'commander'
import { delivery, deliveryDetail, deliveryPage, replay } from '../contract/webhooks.ts'
import { createClient } from './client.ts'
import { run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark, showTime, table } from './output.ts'

type ListOptions = { open?: true; cursor?: string; json?: true }
type ReplayOptions = { from?: string; to?: string; failedSince?: string }

const pathOf = (id: string, name?: string) =>
  `/v1/webhooks/endpoints/${encodeURIComponent(id)}/deliveries${name === undefined ? '' : `/${encodeURIComponent(name)}`}`

/** What became of events at an endpoint, and sending them again. */
export function addDeliveryCommands(webhooks: Command, context: Context): void {
  webhooks
    .command('deliveries')
    .description('List what became of events at an endpoint, those of the latest first.')
    .argument('<endpoint>', 'id of the endpoint')
    .option('--open', 'only those that wait or were given up')
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, options: ListOptions) => list(context, id, options)))
  webhooks
    .command('delivery')
    .description('Show a delivery with its attempts and its request.')
    .argument('<endpoint>', 'id of the endpoint')
    .argument('<delivery>', 'id of the delivery, such as dlv_1_2')
    .action(run(context, async (id: string, name: string) => show(context, id, name)))
  webhooks
    .command('resend')
    .description('Send an event again.')
    .argument('<endpoint>', 'id of the endpoint')
    .argument('<delivery>', 'id of the delivery, such as dlv_1_2')
    .action(run(context, async (id: string, name: string) => resend(context, id, name)))
  webhooks
    .command('replay')
    .description("Send a period's events again, or all that failed.")
    .argument('<endpoint>', 'id of the endpoint')
    .option('--from <time>', 'beginning of the period, such as 2026-11-24T08:00:00Z')
    .option('--to <time>', 'its end')
    .option('--failed-since <time>', 'what failed since then')
    .action(run(context, async (id: string, options: ReplayOptions) => order(context, id, options)))
}

async function list({ output, environment }: Context, id: string, { open, cursor, json }: ListOptions): Promise<void> {
  const query = { cursor, state: open ? 'open' : undefined }
  const page = await createClient(environment.config()).get(deliveryPage, pathOf(id), { query })
  if (json) return printJson(output, page)
  if (page.deliveries.length === 0) return remark(output, 'Nothing was offered to this endpoint yet.')
  const rows = page.deliveries.map((row) => [
    ...[row.id, showTime(row.event_at), row.type, row.state, String(row.attempts)],
    ...[String(row.status ?? row.error ?? ''), `${row.ms} ms`, row.next_attempt_at === null ? '' : showTime(row.next_attempt_at)],
  ])
  printLines(output, table(['ID', 'EVENT OF', 'TYPE', 'STATE', 'ATTEMPTS', 'ANSWER', 'TIME', 'NEXT'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function show({ output, environment }: Context, id: string, name: string): Promise<void> {
  printJson(output, await createClient(environment.config()).get(deliveryDetail, pathOf(id, name)))
}

async function resend({ output, environment }: Context, id: string, name: string): Promise<void> {
  const { event_id } = await createClient(environment.config()).post(delivery, `${pathOf(id, name)}/resend`)
  printLines(output, [`Event ${event_id} is sent again.`])
}

async function order({ output, environment }: Context, id: string, { from, to, failedSince }: ReplayOptions): Promise<void> {
  if (failedSince === undefined && (from === undefined || to === undefined))
    throw new Failure('usage', 'Say what to replay: --from and --to, or --failed-since.')
  const body = failedSince === undefined ? { from, to } : { failed_since: failedSince }
  const made = await createClient(environment.config()).post(replay, `/v1/webhooks/endpoints/${encodeURIComponent(id)}/replays`, { body })
  printLines(output, [`Replay ${made.id} is under way.`])
}
