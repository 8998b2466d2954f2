import { Argument, Option, type Command } from 'commander'
import { roleMeaning, roles, type Role } from '../contract/roles.ts'
import { invite } from '../domain/accounts/invitations.ts'
import { createSetupLink } from '../domain/accounts/setupLinks.ts'
import { changeRole, removeMember } from '../domain/accounts/team.ts'
import { listUsers } from '../domain/accounts/users.ts'
import type { Member } from '../domain/accounts/userStore.ts'
import type { Db } from '../platform/db.ts'
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
  addTeamCommands(user, context)
}

function addTeamCommands(user: Command, context: Context): void {
  const choices = new Option('--role <role>', 'what the person may do').choices(roles)
  withAccountOption(user.command('invite'))
    .description('Make a link that lets one person in with a role. It works once, within a week.')
    .addOption(choices.makeOptionMandatory())
    .option('--note <text>', 'whom it is for', '')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nRoles:\n${roles.map((role) => `  ${role.padEnd(11)}${roleMeaning[role]}`).join('\n')}\n`)
    .addHelpText('after', examples([['user invite --role marketer --note Bo', 'let Bo in']]))
    .action(run(context, async (options: Options & { role: Role; note: string }) => inviteSomebody(context, options)))
  withAccountOption(user.command('role'))
    .description('Give a user another role; the last owner stays one.')
    .argument('<email>', 'who')
    .addArgument(new Argument('<role>', 'the new role').choices(roles))
    .option('--json', 'print JSON')
    .action(run(context, async (email: string, role: Role, options: Options) => giveRole(context, { email, role }, options)))
  withAccountOption(user.command('remove'))
    .description('Remove a user: all sessions end. Keys that the person made go on.')
    .argument('<email>', 'who')
    .option('--json', 'print JSON')
    .action(run(context, async (email: string, options: Options) => remove(context, email, options)))
}

async function list({ output, environment }: Context, options: Options): Promise<void> {
  const users = await withDatabase(environment.config(), async (db) => listUsers(db, { accountId: await chosenAccount(db, options) }))
  if (options.json)
    return printJson(
      output,
      users.map(({ id, email, role, createdAt }) => ({ id, email, role, created_at: createdAt })),
    )
  if (users.length === 0) return remark(output, 'There is no user yet: "tapline user link" makes a link for the first.')
  printLines(
    output,
    table(
      ['ID', 'E-MAIL', 'ROLE', 'CREATED'],
      users.map(({ id, email, role, createdAt }) => [String(id), email, role, showTime(createdAt)]),
    ),
  )
}

async function link({ output, environment }: Context, options: Options & { email?: string }): Promise<void> {
  const config = environment.config()
  const token = await withDatabase(config, async (db) => {
    const accountId = await chosenAccount(db, options)
    if (options.email === undefined) return createSetupLink(db, { accountId })
    return createSetupLink(db, { accountId, userId: (await userBy(db, { accountId, email: options.email })).id })
  })
  const url = `${config.baseUrl}/setup?token=${token}`
  if (options.json) return printJson(output, { url })
  printLines(output, [url])
  remark(output, 'The link works once, within an hour. Former links for the same person are void.')
}

async function inviteSomebody({ output, environment }: Context, options: Options & { role: Role; note: string }): Promise<void> {
  const config = environment.config()
  const { token } = await withDatabase(config, async (db) =>
    invite(db, { accountId: await chosenAccount(db, options), role: options.role, note: options.note.slice(0, 200) }),
  )
  const url = `${config.baseUrl}/invitation?token=${token}`
  if (options.json) return printJson(output, { url, role: options.role })
  printLines(output, [url])
  remark(output, `The link lets one person in as ${options.role}, once, within a week.`)
}

async function giveRole({ output, environment }: Context, who: { email: string; role: Role }, options: Options): Promise<void> {
  const changed = await withDatabase(environment.config(), async (db) => {
    const accountId = await chosenAccount(db, options)
    const { id } = await userBy(db, { accountId, email: who.email })
    return changeRole(db, { accountId, userId: id, role: who.role, actor: 'operator' })
  })
  if (options.json) return printJson(output, { id: changed.id, email: changed.email, role: changed.role })
  printLines(output, [`${changed.email} is ${changed.role} now.`])
}

async function remove({ output, environment }: Context, email: string, options: Options): Promise<void> {
  const removed = await withDatabase(environment.config(), async (db) => {
    const accountId = await chosenAccount(db, options)
    const user = await userBy(db, { accountId, email })
    await removeMember(db, { accountId, userId: user.id, actor: 'operator' })
    return user
  })
  if (options.json) return printJson(output, { id: removed.id, email: removed.email, removed: true })
  printLines(output, [`Removed ${removed.email}.`])
}

async function userBy(db: Db, { accountId, email }: { accountId: bigint; email: string }): Promise<Member> {
  const address = email.trim().toLowerCase()
  const user = (await listUsers(db, { accountId })).find((known) => known.email === address)
  if (user === undefined) throw new Failure('notFound', `No user has the e-mail ${address}: "tapline user list" shows them.`)
  return user
}
