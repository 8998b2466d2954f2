import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../lib/errors.ts'

/** How far ahead a message may be scheduled. */
export const MAX_DAYS_AHEAD = 366
/** A time this little in the past is taken for now: clocks differ. */
const PAST_TOLERANCE_MS = 60_000

type WantedTime = { sendAt: string | undefined; timeZone: string | undefined; delaySeconds?: number | undefined; now: Date }

/**
 * Reads when a message is to be sent.
 * @param sendAt ISO 8601 with an offset, or a local time that `timeZone` gives a meaning; now, or `delaySeconds` later, when undefined
 * @throws AppError `send_at_invalid`
 */
export function parseSendAt({ sendAt, timeZone, delaySeconds = 0, now }: WantedTime): Date {
  if (sendAt === undefined) return new Date(now.getTime() + delaySeconds * 1_000)
  if (delaySeconds > 0) throw new AppError('send_at_invalid', 'Give either send_at or delay_seconds, not both.', { field: 'delay_seconds' })
  const at = new Date(readInstant(sendAt, timeZone))
  if (at.getTime() < now.getTime() - PAST_TOLERANCE_MS)
    throw invalid(`send_at is ${at.toISOString()}, which has passed: leave it out to send now.`)
  if (at.getTime() > now.getTime() + MAX_DAYS_AHEAD * 86_400_000)
    throw invalid(`send_at is ${at.toISOString()}: at most ${MAX_DAYS_AHEAD} days ahead.`)
  return at
}

/** Milliseconds since 1970 of a time with an offset, or of a local one. @throws AppError `send_at_invalid` */
export function readInstant(sendAt: string, timeZone: string | undefined): number {
  if (/(?:[zZ]|[+-]\d{2}:?\d{2})$/.test(sendAt)) return read(() => Temporal.Instant.from(sendAt).epochMilliseconds, sendAt)
  if (timeZone === undefined)
    throw invalid(
      `send_at is "${sendAt}", a time without an offset: write 2026-11-24T09:00:00+01:00, or name its time_zone, such as Europe/Berlin.`,
    )
  const local = read(() => Temporal.PlainDateTime.from(sendAt), sendAt)
  try {
    return local.toZonedDateTime(timeZone).epochMilliseconds
  } catch (cause) {
    throw new AppError('send_at_invalid', `time_zone is "${timeZone}": expected an IANA name such as Europe/Berlin.`, {
      field: 'time_zone',
      cause,
    })
  }
}

function read<T>(parse: () => T, sendAt: string): T {
  try {
    return parse()
  } catch (cause) {
    throw new AppError('send_at_invalid', `send_at is "${sendAt}": expected ISO 8601, such as 2026-11-24T09:00:00+01:00.`, {
      field: 'send_at',
      cause,
    })
  }
}

const invalid = (message: string) => new AppError('send_at_invalid', message, { field: 'send_at' })
