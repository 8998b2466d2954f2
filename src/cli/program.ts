import { Command, type CommanderError } from 'commander'
import type { Config } from '../platform/config.ts'
import { readVersion } from '../platform/version.ts'
import { addAudience } from './audience.ts'
import { addBackup } from './backup.ts'
import { addCampaigns } from './campaigns.ts'
import { addCarrier } from './carrier.ts'
import type { OpenCarrier } from './chosenCarrier.ts'
import { addConfig } from './config.ts'
import { examples, processEnvironment, type Context } from './context.ts'
import { addContacts } from './contacts.ts'
import { addConversions } from './conversions.ts'
import { addDoctor } from './doctor.ts'
import { addDrain } from './drain.ts'
import { addExperiments } from './experiments.ts'
import { exitCodes } from './failure.ts'
import { addGroups } from './groups.ts'
import { addInbound, addOptOuts } from './inbound.ts'
import { addKey } from './key.ts'
import { addListen } from './listen.ts'
import { addMessages } from './messages.ts'
import { addMigrate } from './migrate.ts'
import { processOutput } from './output.ts'
import { addPerson, type CarriersOf } from './person.ts'
import { addPrice } from './price.ts'
import { addReclassify } from './reclassify.ts'
import { addRestore } from './restore.ts'
import { addRoute } from './route.ts'
import { addSeed } from './seed.ts'
import { addSegments } from './segments.ts'
import { addSend } from './send.ts'
import { addSeven } from './seven.ts'
import { addSpendLimits } from './spendLimits.ts'
import { addStart } from './start.ts'
import { addStats } from './stats.ts'
import { addSuppressions } from './suppressions.ts'
import { addUser } from './user.ts'
import { addVerify } from './verify.ts'
import { addWebhooks } from './webhooks.ts'

/** What the command line cannot do by itself: wire all parts. */
export type Roots = { start(config: Config): Promise<void>; carriersOf: CarriersOf; openCarrier: OpenCarrier }

const thisProcess = (): Context => ({ output: processOutput(), environment: processEnvironment, leave: (code) => process.exit(code) })

/** The command `tapline`. */
export function buildProgram({ start, carriersOf, openCarrier }: Roots, context: Context = thisProcess()): Command {
  const program = new Command('tapline')
    .description('Measures what becomes of SMS: who got it, who saw it, who tapped which link.')
    .version(readVersion(), '--version', 'print the version')
    .configureOutput({ writeOut: context.output.out, writeErr: context.output.error })
    .exitOverride((error) => context.leave(codeOf(error)))
    .showHelpAfterError('(--help shows what is possible)')
    .helpCommand(false)
  addStart(program, context, start)
  addSend(program, context)
  addMessages(program, context)
  addStats(program, context)
  addContacts(program, context)
  addGroups(program, context)
  addSegments(program, context)
  addAudience(program, context)
  addCampaigns(program, context)
  addExperiments(program, context)
  addSpendLimits(program, context)
  addSeven(program, context)
  addInbound(program, context)
  addSuppressions(program, context)
  addOptOuts(program, context)
  addConversions(program, context)
  addWebhooks(program, context)
  addListen(program, context)
  addUser(program, context)
  addKey(program, context)
  addPrice(program, context)
  addCarrier(program, context, openCarrier)
  addRoute(program, context)
  addPerson(program, context, carriersOf)
  addConfig(program, context)
  addDoctor(program, context)
  addMigrate(program, context)
  addDrain(program, context)
  addVerify(program, context)
  addReclassify(program, context)
  addBackup(program, context)
  addRestore(program, context)
  addSeed(program, context)
  return program.addHelpText('after', `${examples(firstSteps)}${exitCodeTable()}${whereItLooks}`)
}

const firstSteps = [
  ['start', 'run it; the setup link at the end leads to the app'],
  ['send --to +4915112345678 --from Acme --text "Sale: https://example.com/spring"', 'send a message with a tracked link'],
  ['messages show 1', 'see its clicks and views'],
] as const

const exitCodeTable = () =>
  `\nExit codes:\n${Object.values(exitCodes)
    .map(({ code, meaning }) => `  ${code}  ${meaning}`)
    .join('\n')}\n`

const whereItLooks = `
send, messages, stats, contacts, groups, segments, audience, campaigns, experiment, spend-limits, inbound, suppressions, opt-outs, conversions, webhooks and listen call the API at TAPLINE_URL with TAPLINE_API_KEY, or with the key that the first start left in DATA_DIR.
user, key, price, carrier, route, person, migrate, drain, verify, reclassify, experiment replay, backup, restore and seed work on the database. "tapline config" shows all settings.
`

/** Help that was asked for is no error; what is not understood ends with one code, whatever it is. */
const codeOf = ({ exitCode, code }: CommanderError) =>
  exitCode === 0 || code === 'commander.helpDisplayed' ? exitCodes.ok.code : exitCodes.usage.code
