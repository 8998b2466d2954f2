import { Option, type Command } from 'commander'
import { isScope, scopeMeaning, scopes, type Scope } from '../contract/scopes.ts'
import type { ApiKey, Mode } from '../domain/accounts/apiKey.ts'
import { createKey, listKeys, revokeKey } from '../domain/accounts/keys.ts'
import { chosenAccount, withAccountOption, type AccountOption } from './account.ts'
import { collect, examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark, showTime, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

type Options = AccountOption & { json?: true }
type CreateOptions = Options & { name: string; mode: Mode; scope?: string[] }

const defaultScopes: readonly Scope[] = ['messages:write', 'messages:read']

/** `tapline key`: keys of the API. Works on the database, so the first key can be made without one. */
export function addKey(program: Command, context: Context): void {
  const key = program.command('key').summary('make, list and revoke API keys').description('API keys. Works on the database directly.')
  withAccountOption(key.command('create'))
    .description('Make a key and print it. Only a hash is stored, so it is shown this once.')
    .requiredOption('--name <name>', 'what the key is for')
    .addOption(
      new Option('--mode <mode>', 'messages of a test key go to the simulator and stay out of figures')
        .choices(['live', 'test'])
        .default('live'),
    )
    .option('--scope <scope>', `what it may do; can be repeated; ${defaultScopes.join(' and ')} unless told`, collect)
    .option('--json', 'print JSON')
    .addHelpText('after', `\nScopes:\n${scopes.map((scope) => `  ${scope.padEnd(16)}${scopeMeaning[scope]}`).join('\n')}\n`)
    .addHelpText(
      'after',
      examples([
        ['key create --name "Web shop"', 'a key that sends and reads'],
        ['key create --name Dashboard --scope messages:read', 'one that only reads'],
        ['key create --name CI --mode test', 'one whose messages reach nobody'],
      ]),
    )
    .action(run(context, async (options: CreateOptions) => create(context, options)))
  withAccountOption(key.command('list'))
    .description('List the keys of an account; secrets are not among what is shown.')
    .option('--json', 'print JSON')
    .action(run(context, async (options: Options) => list(context, options)))
  withAccountOption(key.command('revoke'))
    .description('End a key for good. It is refused everywhere within 5 s.')
    .argument('<key>', 'its id, or the beginning such as tl_AbCdEfGh')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['key revoke 3', 'the id is in "key list"']]))
    .action(run(context, async (wanted: string, options: Options) => revoke(context, wanted, options)))
}

async function create({ output, environment }: Context, options: CreateOptions): Promise<void> {
  const wanted = options.scope ?? defaultScopes
  const chosen = wanted.filter(isScope)
  const strange = wanted.find((word) => !isScope(word))
  if (strange !== undefined) throw new Failure('usage', `There is no scope "${strange}": expected ${scopes.join(', ')}.`)
  const made = await withDatabase(environment.config(), async (db) =>
    createKey(db, { accountId: await chosenAccount(db, options), name: options.name, mode: options.mode, scopes: chosen }),
  )
  if (options.json) return printJson(output, { ...view(made), key: made.key })
  printLines(output, [made.key])
  remark(
    output,
    `Key ${made.id} (${made.mode}) may ${made.scopes.map((scope) => scopeMeaning[scope]).join('; ')}. Keep it: it is not shown again.`,
  )
}

async function list({ output, environment }: Context, options: Options): Promise<void> {
  const keys = await withDatabase(environment.config(), async (db) => listKeys(db, { accountId: await chosenAccount(db, options) }))
  if (options.json) return printJson(output, keys.map(view))
  const rows = keys.map((key) => [
    ...[String(key.id), `tl_${key.publicId}`, key.name, key.mode, key.scopes.join(' ')],
    key.revokedAt === null ? showTime(key.lastUsedAt, 'never') : `revoked ${showTime(key.revokedAt)}`,
  ])
  printLines(output, table(['ID', 'BEGINS WITH', 'NAME', 'MODE', 'SCOPES', 'LAST USED'], rows))
}

async function revoke({ output, environment }: Context, wanted: string, options: Options): Promise<void> {
  const key = await withDatabase(environment.config(), async (db) => {
    const accountId = await chosenAccount(db, options)
    const found = (await listKeys(db, { accountId })).find(
      ({ id, publicId }) => String(id) === wanted || wanted.startsWith(`tl_${publicId}`),
    )
    const isDone = found !== undefined && (await revokeKey(db, { accountId, keyId: found.id }))
    if (!isDone) throw new Failure('notFound', 'There is no such key in use: "tapline key list" shows them, with their ids.')
    return found
  })
  if (options.json) return printJson(output, { id: key.id, revoked: true })
  printLines(output, [`Revoked key ${key.id} (${key.name}).`])
}

const view = ({ id, publicId, name, mode, scopes: has, createdAt, lastUsedAt, revokedAt }: ApiKey) => ({
  ...{ id, begins_with: `tl_${publicId}`, name, mode, scopes: has },
  ...{ created_at: createdAt, last_used_at: lastUsedAt, revoked_at: revokedAt },
})
