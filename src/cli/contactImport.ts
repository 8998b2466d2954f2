import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Option, type Command } from 'commander'
import { contactImport, importPage, type ContactImportView } from '../contract/contactImports.ts'
import { createClient, type Client } from './client.ts'
import { collect, examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines, remark, showTime, table, type Output } from './output.ts'

type Options = {
  map?: string[]
  rule?: string
  group?: string[]
  country?: string
  consentSource?: string
  consentAt?: string
  consentWording?: string
  wait: boolean
  json?: true
}

const POLL_MS = 500
/** Between two remarks of how far it is. */
const REMARK_MS = 5_000

/** `tapline contacts import` and what belongs to it. */
export function addContactImport(contacts: Command, context: Context): void {
  contacts
    .command('import')
    .description(
      'Import contacts from a CSV file, and wait for the end. Its first line names the columns; encoding and delimiter are found.',
    )
    .argument('<file>', 'the file')
    .option(
      '--map <column=target>',
      'what a column is: phone, time_zone, groups, consent_source, consent_at, consent_wording, ignore, or the name of a field; can be repeated',
      collect,
    )
    .addOption(new Option('--rule <rule>', 'what happens to contacts that are there').choices(['skip', 'update', 'replace']))
    .option('--group <name>', 'group that all of them join; can be repeated', collect)
    .option('--country <country>', 'for numbers without a country code, such as DE')
    .option('--consent-source <source>', 'where all of them gave their consent')
    .option('--consent-at <time>', 'when, such as 2027-01-31T09:00:00Z')
    .option('--consent-wording <text>', 'to what words')
    .option('--no-wait', 'return when the file is uploaded')
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['contacts import customers.csv', 'columns by their headings'],
        ['contacts import kunden.csv --map Handy=phone --map Vorname=first_name --country DE --group Newsletter', 'as told'],
        ['contacts rejections 7 > rejected.csv', 'what import 7 did not take, with reasons, to be mended and imported'],
      ]),
    )
    .action(run(context, async (file: string, options: Options) => importFile(context, file, options)))
  contacts
    .command('imports')
    .description('List imports, newest first.')
    .option('--json', 'print the answer of the API')
    .action(run(context, async ({ json }: { json?: true }) => list(context, json === true)))
  contacts
    .command('rejections')
    .description('Print the rows that an import did not take, with the reasons, as CSV.')
    .argument('<import>', 'id of the import')
    .action(run(context, async (id: string) => rejections(context, id)))
  for (const [name, description] of [
    ['resume', 'Let a failed import go on where it stopped.'],
    ['cancel', 'Stop an import; what it has written stays.'],
  ] as const)
    contacts
      .command(name)
      .description(description)
      .argument('<import>', 'id of the import')
      .option('--json', 'print the answer of the API')
      .action(run(context, async (id: string, { json }: { json?: true }) => change(context, { id, name, json: json === true })))
}

async function importFile({ output, environment }: Context, file: string, options: Options): Promise<void> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new Failure('usage', `There is no file "${file}".`)
  const client = createClient(environment.config())
  const query = {
    ...{ file_name: basename(file).slice(0, 255), mapping: mappingOf(options.map), rule: options.rule, group: options.group },
    ...{ default_country: options.country?.toUpperCase(), consent_source: options.consentSource },
    ...{ consent_at: options.consentAt, consent_wording: options.consentWording },
  }
  const uploaded = await client.upload(contactImport, '/v1/contacts/imports', { query, body: createReadStream(file) })
  const ended = options.wait ? await untilEnd(client, output, uploaded) : uploaded
  if (options.json) printJson(output, ended)
  else printLines(output, describe(ended))
  if (ended.state === 'failed') throw new Failure('failed', ended.failure ?? 'The import failed.')
  if (ended.rejected + ended.duplicates > 0)
    throw new Failure('refused', `Some rows were not taken: "tapline contacts rejections ${ended.id}" tells which and why.`)
}

function mappingOf(pairs: readonly string[] | undefined): string | undefined {
  if (pairs === undefined) return undefined
  const mapping = pairs.map((pair): [string, string] => {
    const at = pair.lastIndexOf('=')
    if (at < 1) throw new Failure('usage', `--map "${pair}" leads nowhere: expected column=target, such as Handy=phone.`)
    return [pair.slice(0, at), pair.slice(at + 1)]
  })
  return JSON.stringify(Object.fromEntries(mapping))
}

async function untilEnd(client: Client, output: Output, uploaded: ContactImportView): Promise<ContactImportView> {
  let remarkedAt = performance.now()
  for (let now = uploaded; ; now = await client.get(contactImport, `/v1/contacts/imports/${uploaded.id}`)) {
    if (now.state === 'done' || now.state === 'failed' || now.state === 'cancelled') return now
    if (performance.now() - remarkedAt > REMARK_MS) {
      remark(output, `${Math.floor(now.progress * 100)} %, ${count(now.rows, 'row')}`)
      remarkedAt = performance.now()
    }
    await wait(POLL_MS)
  }
}

async function list({ output, environment }: Context, json: boolean): Promise<void> {
  const page = await createClient(environment.config()).get(importPage, '/v1/contacts/imports')
  if (json) return printJson(output, page)
  if (page.imports.length === 0) return remark(output, 'No import yet.')
  const rows = page.imports.map((each) => [
    ...[each.id, each.state, `${Math.floor(each.progress * 100)} %`, String(each.rows), String(each.rejected + each.duplicates)],
    ...[each.file_name ?? '-', showTime(each.created_at)],
  ])
  printLines(output, table(['ID', 'STATE', 'DONE', 'ROWS', 'NOT TAKEN', 'FILE', 'CREATED'], rows))
}

async function rejections({ output, environment }: Context, id: string): Promise<void> {
  const take = (piece: string) => output.out(piece)
  await createClient(environment.config()).download(`/v1/contacts/imports/${encodeURIComponent(id)}/rejections`, { query: {}, take })
}

async function change({ output, environment }: Context, { id, name, json }: { id: string; name: string; json: boolean }): Promise<void> {
  const changed = await createClient(environment.config()).post(contactImport, `/v1/contacts/imports/${encodeURIComponent(id)}/${name}`)
  if (json) printJson(output, changed)
  else printLines(output, describe(changed))
}

function describe({ id, state, rows, created, updated, skipped, duplicates, rejected, columns }: ContactImportView): string[] {
  return [
    `Import ${id} is ${state}: ${count(rows, 'row')}, ${created} created, ${updated} updated, ${skipped} skipped, ${duplicates} doubles, ${rejected} rejected.`,
    ...columns.map(({ heading, target }) => `  ${heading} -> ${target}`),
  ]
}
