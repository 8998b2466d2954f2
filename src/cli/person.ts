import type { Command } from 'commander'
import { verifyInstallation } from '../domain/accounts/installation.ts'
import { createPhoneHash } from '../domain/contacts/phoneHash.ts'
import { loadCodeSpaces } from '../domain/links/codeSpaces.ts'
import { createRenderings } from '../domain/links/rendered.ts'
import type { CarrierData } from '../domain/messages/carrier.ts'
import { columns } from '../domain/persons/columns.ts'
import { erasePerson } from '../domain/persons/erase.ts'
import { exportPerson, type ExportParts } from '../domain/persons/export.ts'
import { readPerson } from '../domain/persons/phone.ts'
import type { Db } from '../platform/db.ts'
import { loadSecrets } from '../platform/secrets.ts'
import { chosenAccount, withAccountOption, type AccountOption } from './account.ts'
import { examples, run, type Context } from './context.ts'
import { count, printJson, printLines, remark, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

/** What carriers keep on people; the composition root knows the carriers. */
export type CarriersOf = (db: Db) => readonly CarrierData[]
type Options = AccountOption & { json?: true }

/** `tapline person`: what is held on a number. Works on the database, so that it needs no key and no server. */
export function addPerson(program: Command, context: Context, carriersOf: CarriersOf): void {
  const person = program
    .command('person')
    .summary('export or erase what is held on a number')
    .description('What is held on the person behind a phone number. Works on the database directly.')
  withAccountOption(person.command('export'))
    .description('Print all that an account holds on a number, as JSON.')
    .argument('<phone>', 'the number, such as +4915112345678')
    .addHelpText('after', examples([['person export +4915112345678 > ana.json', 'what Ana may ask for']]))
    .action(run(context, async (phone: string, options: Options) => exportTo(context, { phone, options, carriersOf })))
  withAccountOption(person.command('erase'))
    .description('Erase all that an account holds on a number. Waiting messages are cancelled; a suppression stays, as a hash.')
    .argument('<phone>', 'the number, such as +4915112345678')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['person erase +4915112345678', 'there is no way back']]))
    .action(run(context, async (phone: string, options: Options) => erase(context, { phone, options, carriersOf })))
  person
    .command('columns')
    .description('List what the database holds on recipients, and what erasing does to it.')
    .action(run(context, async () => list(context)))
}

type Asked = { phone: string; options: Options; carriersOf: CarriersOf }

/** Runs work with all parts; a SECRET_KEY that is not the database's is refused, since hashes and links would be wrong. */
const withParts = <T>(
  { environment }: Context,
  { options, carriersOf }: Asked,
  work: (parts: ExportParts, accountId: bigint) => Promise<T>,
) => {
  const config = environment.config()
  return withDatabase(config, async (db) => {
    const accountId = await chosenAccount(db, options)
    const secrets = loadSecrets(config)
    await verifyInstallation(db, secrets)
    const renderings = createRenderings({ db, codeSpaces: await loadCodeSpaces(db, { secrets }) })
    return work({ db, renderings, phoneHash: createPhoneHash(secrets), carriers: carriersOf(db) }, accountId)
  })
}

async function exportTo(context: Context, asked: Asked): Promise<void> {
  await withParts(context, asked, async (parts, accountId) => {
    const phone = await readPerson(parts.db, { accountId, phone: asked.phone })
    for await (const piece of exportPerson(parts, { accountId, phone, now: new Date() })) context.output.out(piece)
  })
}

async function erase(context: Context, asked: Asked): Promise<void> {
  const { output } = context
  const erased = await withParts(context, asked, async (parts, accountId) => {
    const phone = await readPerson(parts.db, { accountId, phone: asked.phone })
    return erasePerson(parts, { accountId, phone, actor: 'operator' })
  })
  if (asked.options.json) return printJson(output, erased)
  printLines(output, [`Erased ${count(erased.messages, 'message')}.`])
  if (erased.state === 'working') remark(output, 'The rest is done by a running worker; the same command goes on with it too.')
}

async function list({ output }: Context): Promise<void> {
  const rows = Object.entries(columns).flatMap(([name, { recipient = {} }]) =>
    Object.entries(recipient).map(([column, fate]) => [name, column, fate]),
  )
  printLines(output, table(['TABLE', 'COLUMN', 'WHEN ERASED'], rows))
}
