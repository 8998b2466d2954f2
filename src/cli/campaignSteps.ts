import type { Command } from 'commander'
import { campaign } from '../contract/campaigns.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { printJson, printLines, showTime } from './output.ts'

type Json = { json?: true }
type Start = Json & { sendAt?: string; localTime?: string; timeZone?: string }

/** What is done to a campaign. */
export function addCampaignSteps(campaigns: Command, context: Context): void {
  campaigns
    .command('start')
    .description('Start a campaign now, at a time, or at a time of day of each recipient.')
    .argument('<campaign>', 'its id')
    .option('--send-at <time>', 'with an offset, such as 2027-01-31T09:00:00+01:00, or without one and --time-zone')
    .option('--local-time <time>', 'such as 2027-01-31T09:00: when the clock of each recipient shows it')
    .option('--time-zone <zone>', 'IANA name, such as Europe/Berlin')
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['campaigns start 4', 'now'],
        ['campaigns start 4 --local-time 2027-01-31T09:00', 'at nine, wherever the recipient is'],
      ]),
    )
    .action(
      run(context, async (id: string, { sendAt, localTime, timeZone, json }: Start) =>
        act(context, { id, step: 'start', body: { send_at: sendAt, local_time: localTime, time_zone: timeZone }, json }),
      ),
    )
  for (const [step, description] of [
    ['pause', 'Pause a campaign: nothing more goes to the carrier.'],
    ['resume', 'Go on with a campaign that is paused.'],
    ['cancel', 'End a campaign: what waits is never sent.'],
    ['unschedule', 'Take a campaign off the schedule: it is a draft again.'],
    ['clone', 'Make a draft like a campaign.'],
  ] as const)
    campaigns
      .command(step)
      .description(description)
      .argument('<campaign>', 'its id')
      .option('--json', 'print the answer of the API')
      .action(run(context, async (id: string, { json }: Json) => act(context, { id, step, body: undefined, json })))
  campaigns
    .command('delete')
    .description('Delete a draft.')
    .argument('<campaign>', 'its id')
    .action(
      run(context, async (id: string) => {
        await createClient(context.environment.config()).delete(`/v1/campaigns/${encodeURIComponent(id)}`)
        printLines(context.output, [`Deleted campaign ${id}.`])
      }),
    )
}

async function act(
  { output, environment }: Context,
  { id, step, body, json }: { id: string; step: string; body: unknown; json: true | undefined },
): Promise<void> {
  const call = body === undefined ? {} : { body }
  const found = await createClient(environment.config()).post(campaign, `/v1/campaigns/${encodeURIComponent(id)}/${step}`, call)
  if (json) return printJson(output, found)
  const when = found.state === 'scheduled' ? `, from ${showTime(found.starts_at)} on` : ''
  printLines(output, [`Campaign ${found.id}, ${found.name}, is ${found.state}${when}.`])
}
