import { pino, type Logger } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/**
 * The process's log: JSON lines on standard error, so that standard output stays free for answers.
 * Phone numbers, texts, codes and secrets never reach it: whoever logs passes ids, and these paths are a second guard.
 */
export function createLog({ level }: { level: string }): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretPaths, censor: '[redacted]' },
      serializers: { error: describeError },
    },
    pino.destination({ fd: 2, sync: true }),
  )
}

const secretNames = ['phone', 'to', 'text', 'password', 'secret', 'token', 'authorization', 'cookie', 'apiKey', 'secretKey']
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** Message and stack, the cause behind it, and the code of the system or of PostgreSQL; never the query's parameters. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : undefined
  return {
    type: error.name,
    message: error.message,
    code,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
