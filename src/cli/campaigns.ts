import type { Command } from 'commander'
import { campaignReport } from '../contract/campaignReport.ts'
import { campaign, campaignPage, testAnswer, type Campaign } from '../contract/campaigns.ts'
import { createClient } from './client.ts'
import { collect, examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { readJsonFile } from './jsonFile.ts'
import { addCampaignSteps } from './campaignSteps.ts'
import { describeCampaign, describeReport } from './campaignText.ts'
import { count, printJson, printLines, remark, showTime, table } from './output.ts'
import { parseCount } from './send.ts'

type Json = { json?: true }
type Create = Json & {
  file?: string
  name?: string
  from?: string
  text?: string
  group?: string[]
  excludeGroup?: string[]
  all?: true
  perSecond?: number
}

/** `tapline campaigns`: mass sends. */
export function addCampaigns(program: Command, context: Context): void {
  const campaigns = program
    .command('campaigns')
    .summary('make, start, watch and stop mass sends')
    .description('Campaigns: one text to many contacts.')
  campaigns
    .command('list', { isDefault: true })
    .description('List campaigns, newest first.')
    .option('--state <state>', 'draft, scheduled, running, paused, done or cancelled')
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (options: Json & { cursor?: string; state?: string }) => list(context, options)))
  campaigns
    .command('show')
    .description('Show a campaign and how far it has come.')
    .argument('<campaign>', 'its id')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { json }: Json) => show(context, id, json === true)))
  campaigns
    .command('report')
    .description('Show what became of a campaign: from planned to clicked.')
    .argument('<campaign>', 'its id')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { json }: Json) => report(context, id, json === true)))
  addCreate(campaigns, context)
  campaigns
    .command('test')
    .description('Send each text of a campaign to some numbers; no figure counts it.')
    .argument('<campaign>', 'its id')
    .requiredOption('--to <number>', 'such as +4915112345678; can be repeated', collect)
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, options: Json & { to: string[] }) => sendTest(context, id, options)))
  addCampaignSteps(campaigns, context)
}

function addCreate(campaigns: Command, context: Context): void {
  campaigns
    .command('create')
    .description('Make a campaign. It is a draft until "campaigns start".')
    .option('--file <file>', 'the whole campaign as JSON, as POST /v1/campaigns takes it; "-" reads standard input')
    .option('--name <name>', 'its name')
    .option('--from <sender>', 'sender: up to 11 letters and digits, or a number')
    .option('--text <text>', 'the text, with links and merge fields such as {first_name|there}')
    .option('--all', 'to all contacts')
    .option('--group <group>', 'to a group of contacts; can be repeated', collect)
    .option('--exclude-group <group>', 'but not to this group; can be repeated', collect)
    .option('--per-second <messages>', 'at most so many a second', parseCount)
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['campaigns create --name Spring --from Acme --group 3 --text "Hi {first_name|there}: https://example.com/spring"', 'to a group'],
        ['campaigns create --file campaign.json', 'with variants, quiet hours, a cap ...'],
      ]),
    )
    .action(run(context, async (options: Create) => create(context, options)))
}

async function list({ output, environment }: Context, { cursor, state, json }: Json & { cursor?: string; state?: string }): Promise<void> {
  const page = await createClient(environment.config()).get(campaignPage, '/v1/campaigns', { query: { cursor, state } })
  if (json) return printJson(output, page)
  if (page.campaigns.length === 0) return remark(output, 'No campaign: make one with "tapline campaigns create".')
  const rows = page.campaigns.map((each) => [each.id, each.state, each.name, showTime(each.started_at ?? each.starts_at)])
  printLines(output, table(['ID', 'STATE', 'NAME', 'STARTED'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function show({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const found = await createClient(environment.config()).get(campaign, `/v1/campaigns/${encodeURIComponent(id)}`)
  if (json) printJson(output, found)
  else printLines(output, describeCampaign(found))
}

async function report({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const found = await createClient(environment.config()).get(campaignReport, `/v1/campaigns/${encodeURIComponent(id)}/report`)
  if (json) printJson(output, found)
  else printLines(output, describeReport(found))
}

async function create({ output, environment }: Context, options: Create): Promise<void> {
  const made: Campaign = await createClient(environment.config()).post(campaign, '/v1/campaigns', { body: bodyOf(options) })
  if (options.json) return printJson(output, made)
  printLines(output, [`Made campaign ${made.id}, ${made.name}. Start it with "tapline campaigns start ${made.id}".`])
}

function bodyOf({ file, name, from, text, group = [], excludeGroup = [], all, perSecond }: Create): unknown {
  if (file !== undefined) return readJsonFile(file)
  if (name === undefined || from === undefined || text === undefined)
    throw new Failure('usage', 'A campaign needs --name, --from and --text, or a --file.')
  const groups = (ids: readonly string[]) => ids.map((id) => ({ kind: 'group', group_id: id }))
  const include = [...(all ? [{ kind: 'all' }] : []), ...groups(group)]
  if (include.length === 0) throw new Failure('usage', 'The campaign goes to nobody: name a --group, or --all.')
  const settings = perSecond === undefined ? {} : { messages_per_second: perSecond }
  return { name, from, text, audience: { include, exclude: groups(excludeGroup) }, settings }
}

async function sendTest({ output, environment }: Context, id: string, { to, json }: Json & { to: string[] }): Promise<void> {
  const path = `/v1/campaigns/${encodeURIComponent(id)}/test`
  const answer = await createClient(environment.config()).post(testAnswer, path, { body: { to } })
  if (json) return printJson(output, answer)
  const refused = answer.messages.filter(({ message_id: message }) => message === null)
  printLines(output, [
    `Sent ${count(answer.messages.length - refused.length, 'test message')}.`,
    ...refused.map(({ to: number, detail }) => `${number}: ${detail}`),
  ])
}
