import { z } from 'zod'
import { sender, timeOfDay, trackingMode, utm } from './fields.ts'
import { suspicions } from './suspicions.ts'

const replyText = (asked: string) =>
  z
    .string()
    .max(600)
    .regex(/\S/, 'expected words')
    .nullable()
    .describe(`Sent back to who ${asked}; null sends nothing. It may hold {opt_out_link} and no other merge field`)

const settings = {
  name: z.string().min(1).max(100),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected ISO 4217, such as EUR')
    .nullable(),
  default_country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected ISO 3166, such as DE')
    .nullable()
    .describe('For numbers without a country code'),
  time_zone: z.string().min(1).max(64).describe('IANA, such as Europe/Berlin: what the screens show times in'),
  tracking: trackingMode,
  gpc: z.enum(['count', 'aggregate']).describe('What a hit with Sec-GPC: 1 counts as'),
  merge_fields_in_urls: z
    .boolean()
    .describe('Whether merge fields may stand inside tracked links: puts personal data behind codes that can be guessed'),
  link_form: z.enum(['full', 'bare']),
  link_validity_days: z.int().min(1).max(3_650).nullable(),
  fallback_url: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .nullable()
    .describe('Where expired and taken-down links lead; null: a page that says so'),
  referrer_policy: z.enum(['no-referrer', 'origin', 'strict-origin-when-cross-origin']),
  utm,
  senders: z.array(sender).max(50).describe('What is sent from, the default first; the composer offers them'),
  only_senders: z.boolean().describe('Whether nothing else is accepted as a sender'),
  quiet_hours: z
    .strictObject({ from: timeOfDay, until: timeOfDay, clock: z.enum(['recipient', 'account']).describe('Whose clock counts') })
    .refine(({ from, until }) => from !== until, { message: 'expected two different times', path: ['until'] })
    .nullable()
    .describe('No campaign sends then; what is due waits for their end. Single messages are not held'),
  stop_reply: replyText('opts out by a text, once'),
  start_reply: replyText('comes back by START'),
  help_reply: replyText('writes HELP'),
  short_domain: z
    .string()
    .max(300)
    .nullable()
    .describe('Host of your own short domain that messages use unless they name one; null: the default of the installation'),
  ignored_suspicions: z
    .array(z.enum(suspicions))
    .max(suspicions.length)
    .describe('Rules of timing and bursts that label none of its hits; see docs/verdicts.md'),
}

export const account = z.strictObject(settings)
export const changeAccount = account.partial()
