import { statSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { suppressionPage, suppressionsAnswer } from '../contract/suppressions.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines, remark, showTime, table } from './output.ts'
import { readPhoneColumn, type PhoneCell } from './phoneColumn.ts'
import { parseCount } from './send.ts'

type Json = { json?: true }
type ListOptions = Json & { source?: string; limit?: number; cursor?: string }
type AddOptions = Json & { source?: string }
type ImportOptions = AddOptions & { column?: string }

const SOURCES = ['manual', 'import', 'complaint']
/** Numbers sent in one call. */
const CHUNK = 5_000
/** Numbers that were refused are shown up to this many. */
const MAX_SHOWN = 100

/** `tapline suppressions`: numbers that must not be sent to. */
export function addSuppressions(program: Command, context: Context): void {
  const suppressions = program
    .command('suppressions')
    .summary('list, add, import, export and remove numbers that must not be sent to')
    .description('Numbers that must not be sent to.')
  suppressions
    .command('list', { isDefault: true })
    .description('List suppressed numbers, newest first.')
    .addOption(new Option('--source <source>', 'only these').choices(['reply', 'link', ...SOURCES]))
    .option('--limit <count>', 'at most this many, up to 200', parseCount)
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (options: ListOptions) => list(context, options)))
  suppressions
    .command('add')
    .description('Suppress numbers. What waits to be sent to them stops.')
    .argument('<number...>', 'numbers such as +4915112345678')
    .addOption(new Option('--source <source>', 'why').choices(SOURCES).default('manual'))
    .option('--json', 'print the answer of the API')
    .action(run(context, async (phones: string[], options: AddOptions) => add(context, phones, options)))
  addFiles(suppressions, context)
  suppressions
    .command('remove')
    .description('Let a number be sent to again, whoever suppressed it.')
    .argument('<number>', 'the number, such as +4915112345678')
    .action(run(context, async (phone: string) => remove(context, phone)))
}

function addFiles(suppressions: Command, context: Context): void {
  suppressions
    .command('import')
    .description('Suppress the numbers of a file: one to a line, or a column of a CSV file. Encoding and delimiter are found.')
    .argument('<file>', 'the file')
    .option('--column <heading>', 'heading of the column, where it is not called phone, mobile, number or the like')
    .addOption(new Option('--source <source>', 'why').choices(SOURCES).default('import'))
    .option('--json', 'print how many, as JSON')
    .addHelpText('after', examples([['suppressions import robinson.csv --column Rufnummer', 'a list of others']]))
    .action(run(context, async (file: string, options: ImportOptions) => importFile(context, file, options)))
  suppressions
    .command('export')
    .description('Print suppressed numbers as CSV.')
    .addHelpText('after', examples([['suppressions export > suppressions.csv', 'all of them']]))
    .action(run(context, async () => exportAll(context)))
}

async function list({ output, environment }: Context, { source, limit, cursor, json }: ListOptions): Promise<void> {
  const query = { source, limit: limit === undefined ? undefined : String(limit), cursor }
  const page = await createClient(environment.config()).get(suppressionPage, '/v1/suppressions', { query })
  if (json) return printJson(output, page)
  if (page.suppressions.length === 0) return remark(output, 'No number is suppressed.')
  const rows = page.suppressions.map(({ phone, source: why, created_at }) => [phone ?? '[erased]', why, showTime(created_at)])
  printLines(output, table(['PHONE', 'SOURCE', 'SINCE'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function add({ output, environment }: Context, phones: string[], { source, json }: AddOptions): Promise<void> {
  const answer = await createClient(environment.config()).post(suppressionsAnswer, '/v1/suppressions', { body: { phones, source } })
  if (json) printJson(output, answer)
  else printLines(output, [`Suppressed ${count(answer.added, 'number')}, ${answer.already} before.`])
  const refused = answer.phones.flatMap((entry) => (entry.status === 'refused' ? [entry.detail] : []))
  if (refused.length > 0) throw new Failure('refused', refused.join('\n'))
}

type Sum = { added: number; already: number; refused: number; shown: string[] }

async function importFile({ output, environment }: Context, file: string, { column, source, json }: ImportOptions): Promise<void> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new Failure('usage', `There is no file "${file}".`)
  const client = createClient(environment.config())
  const sum: Sum = { added: 0, already: 0, refused: 0, shown: [] }
  let chunk: PhoneCell[] = []
  const hand = async () => {
    if (chunk.length === 0) return
    // A cell that is far too long for a number is refused by its beginning.
    const phones = chunk.map(({ written }) => written.slice(0, 50))
    addUp(sum, chunk, await client.post(suppressionsAnswer, '/v1/suppressions', { body: { phones, source } }))
    chunk = []
  }
  for await (const cell of readPhoneColumn(file, column)) if (chunk.push(cell) === CHUNK) await hand()
  await hand()
  const { shown, ...counts } = sum
  if (json) printJson(output, counts)
  else printLines(output, [`Suppressed ${count(sum.added, 'number')}, ${sum.already} before, ${sum.refused} refused.`])
  if (sum.refused === 0) return
  const more = sum.refused > shown.length ? [`and ${sum.refused - shown.length} more`] : []
  throw new Failure('refused', [...shown, ...more].join('\n'))
}

function addUp(sum: Sum, chunk: readonly PhoneCell[], answer: ReturnType<typeof suppressionsAnswer.parse>): void {
  sum.added += answer.added
  sum.already += answer.already
  sum.refused += answer.refused
  for (const [at, entry] of answer.phones.entries())
    if (entry.status === 'refused' && sum.shown.length < MAX_SHOWN) sum.shown.push(`line ${chunk[at]?.line ?? '?'}: ${entry.detail}`)
}

async function exportAll({ output, environment }: Context): Promise<void> {
  const take = (piece: string) => output.out(piece)
  await createClient(environment.config()).download('/v1/suppressions/export', { query: {}, take })
}

async function remove({ output, environment }: Context, phone: string): Promise<void> {
  await createClient(environment.config()).delete(`/v1/suppressions/${encodeURIComponent(phone)}`)
  printLines(output, [`${phone} can be sent to again.`])
}
