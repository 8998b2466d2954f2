import type { Command } from 'commander'
import { segment, segmentPage } from '../contract/audiences.ts'
import { readJsonFile } from './jsonFile.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { printJson, printLines, remark, shorten, showTime, table } from './output.ts'

type Json = { json?: true }

/** `tapline segments`: saved rules of audiences. */
export function addSegments(program: Command, context: Context): void {
  const segments = program.command('segments').summary('save rules of audiences').description('Saved rules of audiences.')
  segments
    .command('list', { isDefault: true })
    .description('List segments by name.')
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (options: Json & { cursor?: string }) => list(context, options)))
  segments
    .command('show')
    .description('Show a segment with its rule.')
    .argument('<segment>', 'id of the segment')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { json }: Json) => show(context, id, json === true)))
  segments
    .command('create')
    .description('Save a rule as a segment.')
    .argument('<name>', 'its name')
    .requiredOption('--file <file>', 'a file with the rule as JSON; "-" reads standard input')
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([['segments create Sleepers --file sleepers.json', 'a rule such as {"kind": "not_clicked_any", "days": 90}']]),
    )
    .action(run(context, async (name: string, options: Json & { file: string }) => create(context, name, options)))
  segments
    .command('delete')
    .description('Delete a segment. Audiences that name it are refused from then on.')
    .argument('<segment>', 'id of the segment')
    .action(run(context, async (id: string) => remove(context, id)))
}

async function list({ output, environment }: Context, { cursor, json }: Json & { cursor?: string }): Promise<void> {
  const page = await createClient(environment.config()).get(segmentPage, '/v1/segments', { query: { cursor } })
  if (json) return printJson(output, page)
  if (page.segments.length === 0) return remark(output, 'No segment yet: make one with "tapline segments create NAME --file RULE".')
  const rows = page.segments.map(({ id, name, rule, updated_at: changed }) => [
    id,
    name,
    showTime(changed),
    shorten(JSON.stringify(rule), 60),
  ])
  printLines(output, table(['ID', 'NAME', 'CHANGED', 'RULE'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function show({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const found = await createClient(environment.config()).get(segment, `/v1/segments/${encodeURIComponent(id)}`)
  if (json) printJson(output, found)
  else printLines(output, [`Segment ${found.id}, ${found.name}:`, JSON.stringify(found.rule, null, 2)])
}

async function create({ output, environment }: Context, name: string, { file, json }: Json & { file: string }): Promise<void> {
  const body = { name, rule: readJsonFile(file) }
  const made = await createClient(environment.config()).post(segment, '/v1/segments', { body })
  if (json) printJson(output, made)
  else printLines(output, [`Made segment ${made.id}, ${made.name}.`])
}

async function remove({ output, environment }: Context, id: string): Promise<void> {
  await createClient(environment.config()).delete(`/v1/segments/${encodeURIComponent(id)}`)
  printLines(output, [`Deleted segment ${id}.`])
}
