import { InvalidArgumentError, Option, type Command } from 'commander'
import { carrierKinds } from '../domain/routing/carriers.ts'
import { addCarrierCommand, setCarrierCommand } from './carrierChange.ts'
import { listCarriersCommand, pauseCommand, resumeCommand, testCarrierCommand } from './carrierUse.ts'
import type { OpenCarrier } from './chosenCarrier.ts'
import { collect, examples, run, type Context } from './context.ts'

/** `tapline carrier`: who carries messages out. Works on the database, since carriers belong to the operator. */
export function addCarrier(program: Command, context: Context, open: OpenCarrier): void {
  const carrier = program
    .command('carrier')
    .summary('set up who carries messages out')
    .description('Carriers: seven.io, Twilio, or any provider over HTTP that a settings file describes. Works on the database directly.')
  withChanges(carrier.command('add'))
    .description('Add a carrier. Processes that run use it within 5 s; a route says which messages it takes.')
    .argument('<name>', 'how you call it')
    .addOption(
      new Option('--kind <kind>', 'what it speaks').choices(carrierKinds.filter((kind) => kind !== 'simulator')).makeOptionMandatory(),
    )
    .addHelpText('after', examples(addExamples))
    .action(run(context, addCarrierCommand(context, open)))
  withChanges(carrier.command('set'))
    .description('Change a carrier. What is not named stays.')
    .argument('<name>', 'its name')
    .option('--new-callback-secret', 'make the address for callbacks anew; the old one ends at once')
    .addHelpText('after', examples([['carrier set Seven --rate 50', 'send at most 50 messages a second']]))
    .action(run(context, setCarrierCommand(context, open)))
  carrier
    .command('list')
    .description('List carriers, how they do, and where they call back.')
    .option('--json', 'print JSON')
    .action(run(context, listCarriersCommand(context)))
  carrier
    .command('pause')
    .description('Send nothing more by a carrier. Its messages wait; receipts are still taken.')
    .argument('<name>', 'its name')
    .action(run(context, pauseCommand(context)))
  carrier
    .command('resume')
    .description('Send again.')
    .argument('<name>', 'its name')
    .action(run(context, resumeCommand(context)))
  carrier
    .command('test')
    .description('Ask a carrier something that costs nothing, and say what is wrong. Ends with 1 when something is.')
    .argument('<name>', 'its name')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['carrier test Seven', 'is the key right, and is there money left?']]))
    .action(run(context, testCarrierCommand(context, open)))
}

const addExamples = [
  ['carrier add Seven --kind seven --secret api_key=seven.key', 'the key stands in the file seven.key'],
  ['carrier add Twilio --kind twilio --set account_sid=AC... --secret auth_token=-', 'the token is read from standard input'],
  ['carrier add Acme --kind generic --settings acme.json --secret token=acme.token --rate 20', 'a provider that acme.json describes'],
] as const

const withChanges = (command: Command): Command =>
  command
    .option('--settings <file>', 'JSON file with settings; see docs/carriers.md')
    .option('--set <name=value>', 'one setting; can be repeated', collect)
    .option('--secret <name=file>', 'a secret, read from a file or with "-" from standard input; can be repeated', collect)
    .option('--rate <number>', 'messages a second, over all processes; 10 unless told', parseRate)
    .option('--json', 'print JSON')

function parseRate(value: string): number {
  const rate = /^\d{1,6}$/.test(value) ? Number(value) : 0
  if (rate < 1 || rate > 100_000) throw new InvalidArgumentError('Expected a whole number from 1 to 100000.')
  return rate
}
