import { BackupError } from '../domain/backup/format.ts'
import { AppError, statusOf } from '../lib/errors.ts'
import { ConfigError } from '../platform/config.ts'
import { isUnavailable } from '../platform/db.ts'
import { UnfinishedRestoreError } from '../platform/unfinishedRestore.ts'

/** What the shell sees; `tapline --help` prints this list. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done' },
  failed: { code: 1, meaning: 'failed; "doctor" found a failure, or "verify" a difference' },
  usage: { code: 2, meaning: 'the command or the configuration is not understood' },
  notFound: { code: 3, meaning: 'there is no such message, user, key or account' },
  refused: { code: 4, meaning: 'refused, as a wrong API key, or a recipient that cannot be sent to' },
  unreachable: { code: 5, meaning: 'the API or the database cannot be reached' },
} as const

export type Outcome = keyof typeof exitCodes

/** A command that ends without having done what it should; the message is a sentence that says what would work. */
export class Failure extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.outcome = outcome
  }
}

/** What an answer's HTTP status means for the shell. */
export function outcomeOf(status: number): Outcome {
  if (status === 404) return 'notFound'
  if (status === 502 || status === 503 || status === 504) return 'unreachable'
  return status >= 400 && status < 500 ? 'refused' : 'failed'
}

/** Any error in words, with the outcome it stands for. Bugs keep their stack, since somebody will have to look for them. */
export function describeFailure(error: unknown): { outcome: Outcome; text: string } {
  if (!(error instanceof Error)) return { outcome: 'failed', text: String(error) }
  if (error instanceof Failure) return { outcome: error.outcome, text: error.message }
  if (error instanceof BackupError || error instanceof UnfinishedRestoreError) return { outcome: 'refused', text: error.message }
  if (error instanceof ConfigError) return { outcome: 'usage', text: error.message }
  if (error instanceof AppError) return { outcome: outcomeOf(statusOf[error.code]), text: error.message }
  if (isUnavailable(error) || refusesConnections(error))
    return { outcome: 'unreachable', text: `The database cannot be reached (${innermost(error)}). Is it running, and DATABASE_URL right?` }
  return { outcome: 'failed', text: isBug(error) ? (error.stack ?? error.message) : withCauses(error) }
}

/** Wrong password, unknown user or no such database. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const refusesConnections = (error: Error) => 'code' in error && /^(?:28...|3D000)$/.test(String(error.code))

const isBug = (error: Error) => error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError

/** The message of the system, or where it has none (several addresses were tried) its code. */
export function innermost(error: Error): string {
  if (error.cause instanceof Error) return innermost(error.cause)
  if (error.message !== '') return error.message
  return 'code' in error ? String(error.code) : error.name
}

const withCauses = (error: Error): string => (error.cause instanceof Error ? `${error.message}: ${withCauses(error.cause)}` : error.message)
