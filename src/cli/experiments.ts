import type { Command } from 'commander'
import { decisionPage, experiment, experimentPlan, type Experiment } from '../contract/experiments.ts'
import { replayDecisions, type Replay } from '../domain/experiments/replay.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { describeExperiment, describePlan } from './experimentText.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines, remark, showTime, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

type Json = { json?: true }
const pathOf = (id: string) => `/v1/campaigns/${encodeURIComponent(id)}/experiment`

/** `tapline experiment`: campaigns whose variants compete. */
export function addExperiments(program: Command, context: Context): void {
  const experiments = program
    .command('experiment')
    .summary('see and decide how the variants of a campaign compete')
    .description('Experiments: campaigns whose variants compete. They are made with "campaigns create --file", as its member experiment.')
  addReads(experiments, context)
  addSteps(experiments, context)
  experiments
    .command('replay')
    .description('Make each decision again from what was recorded of it, and compare. Fails on any difference and names it.')
    .argument('[campaign]', 'its id; all campaigns unless told')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['experiment replay', 'all of them, by the database']]))
    .action(run(context, async (id: string | undefined, { json }: Json) => replay(context, id, json === true)))
}

function addReads(experiments: Command, context: Context): void {
  experiments
    .command('show')
    .description('Show what was seen of each variant, and how it stands.')
    .argument('<campaign>', 'its id')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { json }: Json) => show(context, { path: pathOf(id), json })))
  experiments
    .command('plan')
    .description('Say how many recipients a design needs, and what speaks against it.')
    .argument('<campaign>', 'its id')
    .option('--difference <percent>', 'which difference shall be found, as a part of the rate: 20 unless told')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, options: Json & { difference?: string }) => plan(context, id, options)))
  experiments
    .command('decisions')
    .description('List the decisions, newest first.')
    .argument('<campaign>', 'its id')
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, options: Json & { cursor?: string }) => decisions(context, id, options)))
}

function addSteps(experiments: Command, context: Context): void {
  experiments
    .command('decide')
    .description('Choose the variant for all who were not drawn yet.')
    .argument('<campaign>', 'its id')
    .requiredOption('--variant <name>', 'name or id of the variant')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { variant, json }: Json & { variant: string }) => decide(context, { id, variant, json })))
  experiments
    .command('stop')
    .description('End an experiment without a winner: the rest goes by the weights of the variants.')
    .argument('<campaign>', 'its id')
    .option('--json', 'print the answer of the API')
    .action(
      run(context, async (id: string, { json }: Json) =>
        print(context, await createClient(context.environment.config()).post(experiment, `${pathOf(id)}/stop`, {}), json),
      ),
    )
}

async function show(context: Context, { path, json }: { path: string; json: true | undefined }): Promise<void> {
  print(context, await createClient(context.environment.config()).get(experiment, path), json)
}

function print({ output }: Context, found: Experiment, json: true | undefined): void {
  if (json) printJson(output, found)
  else printLines(output, describeExperiment(found))
}

async function plan({ output, environment }: Context, id: string, { difference, json }: Json & { difference?: string }): Promise<void> {
  const query = difference === undefined ? {} : { difference: String(Number(difference) / 100) }
  const found = await createClient(environment.config()).get(experimentPlan, `${pathOf(id)}/plan`, { query })
  if (json) printJson(output, found)
  else printLines(output, describePlan(found))
}

async function decisions({ output, environment }: Context, id: string, { cursor, json }: Json & { cursor?: string }): Promise<void> {
  const page = await createClient(environment.config()).get(decisionPage, `${pathOf(id)}/decisions`, { query: { cursor } })
  if (json) return printJson(output, page)
  if (page.decisions.length === 0) return remark(output, 'Nothing was decided yet.')
  const rows = page.decisions.map(({ number, at, by, detail }) => [String(number), showTime(at), by, detail])
  printLines(output, table(['NUMBER', 'AT', 'BY', 'DECISION'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function decide(context: Context, { id, variant, json }: { id: string; variant: string; json: true | undefined }): Promise<void> {
  const client = createClient(context.environment.config())
  const { variants } = await client.get(experiment, pathOf(id))
  const chosen = variants.find(({ name, variant_id: variantId }) => name === variant || variantId === variant)
  if (chosen === undefined)
    throw new Failure('usage', `There is no variant ${variant}: there are ${variants.map(({ name }) => name).join(', ')}.`)
  print(context, await client.post(experiment, `${pathOf(id)}/decide`, { body: { variant_id: chosen.variant_id } }), json)
}

async function replay({ output, environment }: Context, id: string | undefined, json: boolean): Promise<void> {
  if (id !== undefined && !/^[1-9]\d{0,17}$/.test(id)) throw new Failure('usage', `"${id}" is no id of a campaign.`)
  const campaignId = id === undefined ? undefined : BigInt(id)
  const found = await withDatabase(environment.config(), (db) => replayDecisions(db, { campaignId }))
  const differences = found.differences.map(({ campaignId: campaign, ...rest }) => ({ campaign_id: String(campaign), ...rest }))
  if (json) printJson(output, { ...found, differences })
  else printLines(output, linesOf(found))
  if (found.rows > 0) throw new Failure('failed', `${count(found.rows, 'decision')} came out otherwise.`)
}

function linesOf({ experiments, decisions: made, otherRules, differences }: Replay): string[] {
  const other = otherRules === 0 ? '' : ` ${count(otherRules, 'decision')} of an earlier version with other rules cannot be made again.`
  const head = `Made ${count(made - otherRules, 'decision')} of ${count(experiments, 'experiment')} again`
  if (differences.length === 0) return [`${head}: they agree.${other}`]
  const cells = differences.map(({ campaignId, number, column, expected, found }) => [
    String(campaignId),
    String(number),
    column,
    expected.slice(0, 200),
    found.slice(0, 200),
  ])
  return [`${head}.${other}`, '', ...table(['CAMPAIGN', 'NUMBER', 'COLUMN', 'EXPECTED', 'FOUND'], cells)]
}
