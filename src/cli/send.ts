import { readFileSync } from 'node:fs'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { sendResponse, type SendResponse } from '../contract/messages.ts'
import { createClient } from './client.ts'
import { collect, examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines } from './output.ts'

type Options = {
  to: string[]
  from: string
  text: string
  value?: string[]
  tracking?: string
  shortDomain?: string
  sendAt?: string
  timeZone?: string
  validityMinutes?: number
  linkValidityDays?: number
  flash?: true
  label?: string
  reference?: string
  onUnknown?: string
  idempotencyKey?: string
  json?: true
}

/** `tapline send`: one text to one or many numbers. */
export function addSend(program: Command, context: Context): void {
  const command = program
    .command('send')
    .summary('send a message to one or many numbers')
    .description(
      'Sends a text through the API. Links in it are replaced by short links, one for each recipient and link, unless tracking is off.',
    )
    .requiredOption('--to <number>', 'recipient, such as +4915112345678; can be repeated', collect)
    .requiredOption('--from <sender>', 'sender: up to 11 letters and digits, or a number')
    .requiredOption('--text <text>', 'the text, with links and merge fields such as {first_name|there}; "-" reads standard input')
  addDetails(command)
    .option('--json', 'print the answer of the API')
    .addHelpText(
      'after',
      examples([
        ['send --to +4915112345678 --from Acme --text "Sale: https://example.com/spring"', 'one message with a tracked link'],
        ['send --to +4915112345678 --to +4915187654321 --from Acme --text "Hi {name|there}" --value name=Ana', 'two, with a merge value'],
        [
          'send --to +4915112345678 --from Acme --text - --send-at 2027-01-31T09:00 --time-zone Europe/Berlin < text.txt',
          'later, from a file',
        ],
      ]),
    )
    .action(run(context, async (options: Options) => send(context, options)))
}

const addDetails = (command: Command): Command =>
  command
    .option('--value <name=value>', 'merge value for all recipients; can be repeated', collect)
    .addOption(new Option('--tracking <mode>', 'what is recorded of taps').choices(['full', 'aggregate', 'off']))
    .option('--short-domain <host>', 'host of the short links')
    .option('--send-at <time>', 'with an offset, such as 2027-01-31T09:00:00+01:00, or without one and --time-zone')
    .option('--time-zone <name>', 'such as Europe/Berlin')
    .option('--validity-minutes <minutes>', 'not sent, and not delivered, later than this', parseCount)
    .option('--link-validity-days <days>', 'short links end after this', parseCount)
    .option('--flash', 'show the text at once, unsaved')
    .option('--label <label>', 'word to find and count messages by')
    .option('--reference <reference>', 'your own id of the message')
    .addOption(new Option('--on-unknown <what>', 'when the carrier never answers: once more, or not').choices(['resend', 'keep']))
    .option('--idempotency-key <key>', 'sends once, however often it is repeated with this key')

async function send({ output, environment }: Context, options: Options): Promise<void> {
  const headers = options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }
  const answer = await createClient(environment.config()).post(sendResponse, '/v1/messages', { body: bodyOf(options), headers })
  if (options.json) printJson(output, answer)
  else printLines(output, describe(answer))
  if (answer.refused > 0) throw new Failure('refused', `${count(answer.refused, 'recipient')} of ${answer.messages.length} refused.`)
}

/** What is left out stays out, so that the API's own defaults hold. */
function bodyOf(options: Options): Record<string, unknown> {
  const { to, from, text, value, tracking, flash, label, reference } = options
  return {
    ...{ to: to.length === 1 ? to[0] : to, from, text: text === '-' ? readFileSync(0, 'utf8').trimEnd() : text },
    ...{ values: value === undefined ? undefined : Object.fromEntries(value.map(parseValue)) },
    ...{ tracking, flash, label, reference, short_domain: options.shortDomain, on_unknown: options.onUnknown },
    ...{ send_at: options.sendAt, time_zone: options.timeZone },
    ...{ validity_minutes: options.validityMinutes, link_validity_days: options.linkValidityDays },
  }
}

function parseValue(pair: string): [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new Failure('usage', `--value "${pair}" names no field: expected name=value, such as first_name=Ana.`)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

/** Reads a whole number given as a word; commander tells which option was wrong. */
export function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It is no whole number.')
  return Number(value)
}

function describe({ messages }: SendResponse): string[] {
  return messages.flatMap((message) => {
    if (message.status === 'refused') return [`refused  ${message.to}  ${message.detail} (${message.code})`]
    const cost = message.price === null ? 'cost unknown' : `${message.price.amount} ${message.price.currency}`
    return [
      `queued  message ${message.id} to ${message.phone}, ${count(message.parts, 'part')} (${message.encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'}), ${cost}`,
      `  ${message.text}`,
      ...message.links.map((link) => `  ${link.short_link} -> ${link.destination}`),
    ]
  })
}
