import type { Command } from 'commander'
import { sevenSettingsView, sevenSigningKeyView } from '../contract/sevenSettings.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { fields, printJson, printLines } from './output.ts'

type Json = { json?: true }
type Changes = Json & { sender?: string | false; requireSignature?: boolean }

/** `tapline seven`: how clients of seven.io are answered. */
export function addSeven(program: Command, context: Context): void {
  const seven = program
    .command('seven')
    .summary('answer clients of seven.io')
    .description('How programs written for seven.io are answered, and the key that signs requests and hooks.')
  seven
    .command('show', { isDefault: true })
    .description('Show the settings.')
    .option('--json', 'print the answer of the API')
    .action(run(context, async ({ json }: Json) => show(context, json === true)))
  seven
    .command('set')
    .description('Change the settings; what is left out stays.')
    .option('--sender <sender>', 'of messages that name none, or one that cannot be shown')
    .option('--no-sender', 'such messages are from SMS')
    .option('--require-signature', 'refuse requests without a signature')
    .option('--no-require-signature', 'take requests with and without one')
    .option('--json', 'print the answer of the API')
    .addHelpText('after', examples([['seven set --sender Shop --require-signature', 'messages from Shop, signed requests only']]))
    .action(run(context, async (changes: Changes) => change(context, changes)))
  seven
    .command('signing-key')
    .description('Show the signing key.')
    .action(run(context, async () => signingKey(context, 'get', '/v1/seven/signing-key')))
  seven
    .command('rotate-signing-key')
    .description('Make a new signing key; the former one signs and opens nothing from then on.')
    .action(run(context, async () => signingKey(context, 'post', '/v1/seven/signing-key/rotate')))
}

async function show({ output, environment }: Context, json: boolean): Promise<void> {
  print({ output }, await createClient(environment.config()).get(sevenSettingsView, '/v1/seven'), json)
}

async function change({ output, environment }: Context, { sender, requireSignature, json }: Changes): Promise<void> {
  if (sender === undefined && requireSignature === undefined)
    throw new Failure('usage', 'Say what shall change, such as --sender Shop or --require-signature.')
  const body = {
    ...(sender === undefined ? {} : { sender: sender === false ? null : sender }),
    ...(requireSignature === undefined ? {} : { requires_signature: requireSignature }),
  }
  print({ output }, await createClient(environment.config()).patch(sevenSettingsView, '/v1/seven', { body }), json === true)
}

async function signingKey({ output, environment }: Context, method: 'get' | 'post', path: string): Promise<void> {
  printLines(output, [(await createClient(environment.config())[method](sevenSigningKeyView, path)).signing_key])
}

function print({ output }: Pick<Context, 'output'>, answer: ReturnType<typeof sevenSettingsView.parse>, json: boolean): void {
  if (json) return printJson(output, answer)
  const pairs = [
    ['Sender', answer.sender ?? 'SMS'],
    ['Signatures', answer.requires_signature ? 'demanded' : 'checked where there is one'],
  ] as const
  printLines(output, fields(pairs))
}
