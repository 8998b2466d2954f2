/**
 * Keeps callers on the hot path from waiting for a database that is away: after one failure the next calls fail at once, until a pause is over.
 * @throws DatabaseAway while the gate is shut or when the work takes too long; `isUnavailable` of db.ts knows it
 */
export type Gate = { run<T>(work: () => Promise<T>): Promise<T> }

/** The database did not answer in time, or has just failed to. */
export class DatabaseAway extends Error {
  readonly code = 'CONNECT_TIMEOUT'
}

export function createGate({
  timeoutMs,
  pauseMs,
  isAway,
}: {
  timeoutMs: number
  pauseMs: number
  isAway: (error: unknown) => boolean
}): Gate {
  let shutUntil = 0
  return {
    async run(work) {
      if (performance.now() < shutUntil) throw new DatabaseAway('The database did not answer a moment ago')
      try {
        return await withTimeout(work(), timeoutMs)
      } catch (error) {
        if (isAway(error)) shutUntil = performance.now() + pauseMs
        throw error
      }
    },
  }
}

async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseAway(`The database did not answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
