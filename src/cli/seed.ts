import { InvalidArgumentError, type Command } from 'commander'
import { firstStart } from '../domain/accounts/firstStart.ts'
import { verifyInstallation } from '../domain/accounts/installation.ts'
import { createSetupLink } from '../domain/accounts/setupLinks.ts'
import { listUsers } from '../domain/accounts/users.ts'
import { ensureDefaultCodeSpace } from '../domain/links/codeSpaces.ts'
import { ensureDefaultDomain } from '../domain/links/domains.ts'
import { findUse, seedDemo, type Seeded } from '../demo/seed.ts'
import { ordinaryRates, type ReactionRates } from '../lib/reactions.ts'
import type { Config } from '../platform/config.ts'
import type { Pool } from '../platform/db.ts'
import { createLog } from '../platform/log.ts'
import { loadSecrets } from '../platform/secrets.ts'
import { chosenAccount, withAccountOption, type AccountOption } from './account.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { fields, printJson, printLines, remark } from './output.ts'
import { withDatabase } from './withDatabase.ts'

type Options = AccountOption &
  ReactionRates & { demo?: true; seed: string; contacts: number; singles: number; usedAccount?: true; json?: true }

const about = `Fills an account with two months of a tea shop: campaigns, replies, opt-outs, orders, a failing webhook. Messages are made, and
hits judged and counted, by what does so in earnest, so "tapline verify" agrees. Nothing leaves the machine, and all numbers are ones that
belong to nobody. What it makes cannot be taken out of the account again.`

/** `tapline seed --demo`: an account to look at. */
export function addSeed(program: Command, context: Context): void {
  const command = withAccountOption(program.command('seed'))
    .summary('fill an account with a demo')
    .description(about)
    .option('--demo', 'the demo; there is no other story yet')
    .option('--contacts <number>', 'people in it, up to 8000', wholeNumber(50, 8_000), 1_900)
    .option('--singles <number>', 'single messages a day', wholeNumber(0, 100), 6)
    .option('--seed <text>', 'the same seed tells the same story', 'bergamot')
  for (const [option, meaning, rate] of shares) command.option(`${option} <share>`, meaning, share, rate)
  command
    .option('--used-account', 'even if the account holds contacts or messages already')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['seed --demo', 'on a new installation, before or after its first start']]))
    .action(run(context, async (options: Options) => seed(context, options)))
}

const shares = [
  ['--view', 'of those reached, whose phones draw the link card', ordinaryRates.view],
  ['--tap', 'of those reached, who tap', ordinaryRates.tap],
  ['--convert', 'of those who tap, who buy', ordinaryRates.convert],
  ['--opt-out', 'of those reached, who opt out', ordinaryRates.optOut],
] as const

const wholeNumber = (least: number, most: number) => (value: string) => {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
  if (number >= least && number <= most) return number
  throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`)
}

function share(value: string): number {
  const number = /^[\d.]{1,12}$/.test(value) ? Number(value) : Number.NaN
  if (number >= 0 && number <= 1) return number
  throw new InvalidArgumentError('Expected a share from 0 to 1, such as 0.14.')
}

async function seed({ output, environment }: Context, options: Options): Promise<void> {
  if (options.demo !== true) throw new Failure('usage', 'Say which story: "tapline seed --demo" is the one that there is.')
  const config = environment.config()
  const { seeded, accountId, setupUrl } = await withDatabase(config, async (db) => {
    const account = await prepare(db, { config, options })
    await requireUnused(db, account, options)
    const log = createLog({ level: 'error' })
    const { view, tap, convert, optOut, contacts, singles } = options
    const done = await seedDemo({
      ...{ db, accountId: account, seed: options.seed, secrets: loadSecrets(config), rates: { view, tap, convert, optOut }, contacts },
      ...{ singlesPerDay: singles, eventsDays: config.retention.eventsDays, log, say: (sentence) => remark(output, sentence) },
    })
    return { seeded: done, accountId: account, setupUrl: await setupLink(db, { config, accountId: account }) }
  })
  if (options.json) return printJson(output, { account_id: accountId, ...seeded, url: config.baseUrl, setup_url: setupUrl ?? null })
  printLines(output, told(seeded, { config, setupUrl }))
}

/** What a first start makes, where there was none. */
async function prepare(db: Pool, { config, options }: { config: Config; options: Options }): Promise<bigint> {
  const secrets = loadSecrets(config)
  await verifyInstallation(db, secrets)
  await ensureDefaultCodeSpace(db, { secrets })
  await ensureDefaultDomain(db, config)
  if (options.account === undefined) await firstStart(db, { dataDir: config.dataDir, log: createLog({ level: 'error' }) })
  return chosenAccount(db, options)
}

async function requireUnused(db: Pool, accountId: bigint, { usedAccount }: Options): Promise<void> {
  const use = usedAccount ? undefined : await findUse(db, { accountId })
  if (use === undefined) return
  throw new Failure(
    'refused',
    `Account ${accountId} has ${use} already, and a demo among them could not be told apart any more: use a new installation (another DATA_DIR), another --account, or --used-account if it holds nothing of worth.`,
  )
}

/** Undefined where somebody can sign in already. */
async function setupLink(db: Pool, { config, accountId }: { config: Config; accountId: bigint }): Promise<string | undefined> {
  if ((await listUsers(db, { accountId })).length > 0) return undefined
  return `${config.baseUrl}/setup?token=${await createSetupLink(db, { accountId })}`
}

const told = (seeded: Seeded, { config, setupUrl }: { config: Config; setupUrl: string | undefined }): string[] => [
  ...fields(Object.entries(seeded).map(([what, count]) => [what, String(count)] as const)),
  '',
  ...(setupUrl === undefined
    ? [`Sign in at ${config.baseUrl} as before.`]
    : [`Sign in: ${setupUrl}`, '(works once, within an hour, while Tapline runs; if you start it now, take the link that it shows)']),
]
