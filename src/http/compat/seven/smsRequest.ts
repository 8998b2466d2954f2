import { MAX_RECIPIENTS, type SendRequest } from '../../../contract/messages.ts'
import type { AccountSettings } from '../../../domain/accounts/accounts.ts'
import type { Caller } from '../../../domain/accounts/caller.ts'
import { readInstant } from '../../../domain/messages/sendTime.ts'
import { AppError } from '../../../lib/errors.ts'
import { asTemplate } from '../../../lib/mergeFields.ts'
import { checkSender } from '../../../lib/sender.ts'
import type { Db } from '../../../platform/db.ts'
import { SevenRefusal } from './codes.ts'
import { given, list, required, text, truth, whole } from './parameters.ts'
import { findNamed } from './recipients.ts'

/** What `sms` takes. `type`, `unicode` and `utf8` are left out: the text decides. */
export const smsParameters = {
  to: required(list({ max: MAX_RECIPIENTS, code: 202 }), 301),
  text: required(text({ max: 1_520, code: 401 }), 305),
  from: text({ max: 1_000 }),
  delay: text({ max: 40 }),
  label: text({ max: 100 }),
  foreign_id: text({ max: 100 }),
  ttl: whole({ min: 1, max: 4_320 }),
  flash: truth,
  performance_tracking: truth,
  debug: truth,
  no_reload: truth,
  details: truth,
  return_msg_id: truth,
  udh: given,
  is_binary: truth,
  files: given,
}
export type SmsValues = { [Name in keyof typeof smsParameters]: ReturnType<(typeof smsParameters)[Name]> }

const DEFAULT_TTL = 2_880

type Reading = { key: Caller; values: SmsValues; settings: AccountSettings; sender: string | null; now: Date }

/** The same in the words of our own API. @throws SevenRefusal for what cannot be sent here */
export async function readSms(db: Db, { key, values, settings, sender, now }: Reading): Promise<SendRequest> {
  refuseOtherKinds(values)
  return {
    to: await findNamed(db, { key, to: values.to }),
    from: senderOf(values.from, sender ?? DEFAULT_SENDER),
    text: asTemplate(values.text),
    // What the account allows, and nothing else: it may track without telling whose a click is.
    tracking: values.performance_tracking ? undefined : 'off',
    send_at: values.delay === undefined ? undefined : delayed(values.delay, { timeZone: settings.timeZone, now }),
    validity_minutes: values.ttl ?? DEFAULT_TTL,
    flash: values.flash,
    label: values.label,
    reference: values.foreign_id,
    on_unknown: 'resend',
  }
}

function refuseOtherKinds({ udh, is_binary: isBinary, files }: SmsValues): void {
  if (udh || isBinary) throw new SevenRefusal(400, 'Messages with a header of their own (udh) and binary ones are not possible here.')
  if (files) throw new SevenRefusal(400, 'Files are not possible here: put the file on a server and send its link.')
}

/** What seven.io sends from where it is not told. */
const DEFAULT_SENDER = 'SMS'

/** A sender that no phone could show is no fault there: the default takes its place. */
function senderOf(from: string | undefined, otherwise: string): string {
  try {
    return from === undefined ? otherwise : checkSender(from)
  } catch (error) {
    if (error instanceof AppError) return otherwise
    throw error
  }
}

/** Above this a number of seconds would be in the year 5138; clients in JavaScript send milliseconds. */
const MAX_SECONDS = 100_000_000_000

/**
 * When to send: seconds or milliseconds since 1970, or a local time such as 2027-01-31 09:00. What has passed is now, as there.
 * @throws AppError `send_at_invalid`
 */
export function delayed(delay: string, { timeZone, now }: { timeZone: string; now: Date }): string | undefined {
  const at = /^\d{1,15}$/.test(delay) ? instantOf(Number(delay)) : readInstant(delay.replace(' ', 'T'), timeZone)
  return at <= now.getTime() ? undefined : new Date(at).toISOString()
}

const instantOf = (written: number) => (written > MAX_SECONDS ? written : written * 1_000)
