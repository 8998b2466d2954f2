import { Option, type Command } from 'commander'
import { contactDetail, contactPage } from '../contract/contacts.ts'
import { createClient } from './client.ts'
import { addContactImport } from './contactImport.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, fields, printJson, printLines, remark, shorten, showTime, table } from './output.ts'
import { parseCount } from './send.ts'

type Filters = { phone?: string; country?: string; group?: string; field?: string }
type ListOptions = Filters & { limit?: number; cursor?: string; json?: true }

/** `tapline contacts`: people by number. */
export function addContacts(program: Command, context: Context): void {
  const contacts = program
    .command('contacts')
    .summary('import, list, export and delete contacts')
    .description('People by number, with fields of their own and groups.')
  addList(contacts, context)
  addContactImport(contacts, context)
  withFilters(contacts.command('export'))
    .description(
      'Print contacts as CSV. Cells that a spreadsheet would run as a formula begin with an apostrophe, which an import takes away.',
    )
    .addHelpText('after', examples([['contacts export --group 3 > group.csv', 'the members of group 3']]))
    .action(run(context, async (filters: Filters) => exportAll(context, filters)))
  contacts
    .command('show')
    .description('Show a contact with its groups and consents.')
    .argument('<contact>', 'its id, or its number such as +4915112345678')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (contact: string, { json }: { json?: true }) => show(context, contact, json === true)))
  contacts
    .command('delete')
    .description('Delete a contact. What it consented to stays, as the proof for what was sent.')
    .argument('<contact>', 'its id, or its number')
    .action(run(context, async (contact: string) => remove(context, contact)))
}

const withFilters = (command: Command): Command =>
  command
    .option('--phone <beginning>', 'whose number begins so, such as +49151')
    .option('--country <country>', 'with a number of this country, such as DE')
    .option('--group <id>', 'members of a group')
    .option('--field <name=value>', 'with this value in a field of their own')

function addList(contacts: Command, context: Context): void {
  withFilters(contacts.command('list', { isDefault: true }))
    .description('List contacts, newest first.')
    .option('--limit <count>', 'at most this many, up to 200', parseCount)
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .addOption(new Option('--json', 'print the answer of the API'))
    .addHelpText(
      'after',
      examples([
        ['contacts', 'the newest 50'],
        ['contacts --field city=Berlin --phone +49', 'some of them'],
      ]),
    )
    .action(run(context, async (options: ListOptions) => list(context, options)))
}

function filterQuery({ phone, country, group, field }: Filters) {
  const at = field?.indexOf('=') ?? 0
  if (field !== undefined && at < 1)
    throw new Failure('usage', `--field "${field}" names no field: expected name=value, such as city=Berlin.`)
  return { phone, country: country?.toUpperCase(), group, field: field?.slice(0, at), value: field?.slice(at + 1) }
}

async function list({ output, environment }: Context, options: ListOptions): Promise<void> {
  const limit = options.limit === undefined ? undefined : String(options.limit)
  const query = { ...filterQuery(options), limit, cursor: options.cursor }
  const page = await createClient(environment.config()).get(contactPage, '/v1/contacts', { query })
  if (options.json) return printJson(output, page)
  if (page.contacts.length === 0) return remark(output, 'No contact matches.')
  const rows = page.contacts.map(({ id, phone, country, time_zone, groups, fields: own }) => [
    ...[id, phone, country ?? '-', time_zone ?? '-', shorten(groups.map(({ name }) => name).join(', ') || '-', 30)],
    shorten(describeFields(own) || '-', 60),
  ])
  printLines(output, table(['ID', 'PHONE', 'COUNTRY', 'TIME ZONE', 'GROUPS', 'FIELDS'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function show({ output, environment }: Context, reference: string, json: boolean): Promise<void> {
  const contact = await createClient(environment.config()).get(contactDetail, `/v1/contacts/${encodeURIComponent(reference)}`)
  if (json) return printJson(output, contact)
  const bases = { own: 'its own', country: 'of the country', area: 'by the area code', guess: 'a guess' }
  const basis = contact.time_zone_basis === null ? '' : ` (${bases[contact.time_zone_basis]})`
  printLines(
    output,
    fields([
      ...[['contact', contact.id] as const, ['phone', contact.phone] as const, ['country', contact.country ?? '-'] as const],
      ['time zone', `${contact.time_zone ?? '-'}${basis}`],
      ['groups', contact.groups.map(({ name }) => name).join(', ') || '-'],
      ['fields', describeFields(contact.fields, '\n') || '-'],
      [
        'consents',
        contact.consents
          .map(({ at, source, wording }) => `${showTime(at)} ${source}${wording === null ? '' : `: ${wording}`}`)
          .join('\n') || '-',
      ],
      ['created', showTime(contact.created_at)],
    ]),
  )
}

async function exportAll({ output, environment }: Context, filters: Filters): Promise<void> {
  let rows = -1
  const take = (piece: string) => {
    rows += piece.split('\r\n').length - 1
    if (piece !== '') output.out(piece)
  }
  await createClient(environment.config()).download('/v1/contacts/export', { query: filterQuery(filters), take })
  remark(output, `${count(rows, 'contact')} exported.`)
}

async function remove({ output, environment }: Context, reference: string): Promise<void> {
  await createClient(environment.config()).delete(`/v1/contacts/${encodeURIComponent(reference)}`)
  printLines(output, [`Deleted contact ${reference}.`])
}

const describeFields = (own: Readonly<Record<string, string>>, separator = ', ') =>
  Object.entries(own)
    .map(([name, value]) => `${name}=${value}`)
    .join(separator)
