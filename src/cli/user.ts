import type { Command } from 'commander'
import { createSetupLink } from '../domain/accounts/setupLinks.ts'
import { listUsers } from '../domain/accounts/users.ts'
import { chosenAccount, withAccountOption, type AccountOption } from './account.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark, showTime, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

type Options = AccountOption & { json?: true }

/** `tapline user`: who may sign in to the app. Works on the database, so it helps when nobody can sign in any more. */
export function addUser(program: Command, context: Context): void {
  const user = program
    .command('user')
    .summary('let people sign in')
    .description('People who sign in to the app. Works on the database directly.')
  withAccountOption(user.command('list'))
    .description('List the users of an account.')
    .option('--json', 'print JSON')
    .action(run(context, async (options: Options) => list(context, options)))
  withAccountOption(user.command('link'))
    .description(
      'Make a link that sets e-mail and password: for a new user, or with --email for one who forgot. It works once, within an hour.',
    )
    .option('--email <address>', 'user who gets a new password')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples([
        ['user link', 'let somebody new in'],
        ['user link --email ana@example.com', 'a new password for Ana'],
      ]),
    )
    .action(run(context, async (options: Options & { email?: string }) => link(context, options)))
}

async function list({ output, environment }: Context, options: Options): Promise<void> {
  const users = await withDatabase(environment.config(), async (db) => listUsers(db, { accountId: await chosenAccount(db, options) }))
  if (options.json)
    return printJson(
      output,
      users.map(({ id, email, createdAt }) => ({ id, email, created_at: createdAt })),
    )
  if (users.length === 0) return remark(output, 'There is no user yet: "tapline user link" makes a link for the first.')
  printLines(
    output,
    table(
      ['ID', 'E-MAIL', 'CREATED'],
      users.map(({ id, email, createdAt }) => [String(id), email, showTime(createdAt)]),
    ),
  )
}

async function link({ output, environment }: Context, options: Options & { email?: string }): Promise<void> {
  const config = environment.config()
  const token = await withDatabase(config, async (db) => {
    const accountId = await chosenAccount(db, options)
    if (options.email === undefined) return createSetupLink(db, { accountId })
    const email = options.email.trim().toLowerCase()
    const user = (await listUsers(db, { accountId })).find((known) => known.email === email)
    if (user === undefined) throw new Failure('notFound', `No user has the e-mail ${email}: "tapline user list" shows them.`)
    return createSetupLink(db, { accountId, userId: user.id })
  })
  const url = `${config.baseUrl}/setup?token=${token}`
  if (options.json) return printJson(output, { url })
  printLines(output, [url])
  remark(output, 'The link works once, within an hour. Former links for the same person are void.')
}
