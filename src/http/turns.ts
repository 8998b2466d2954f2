import { AnswerError } from './errors.ts'

/** Lets work happen a little at a time. */
export type Turns = { take<T>(work: () => Promise<T>): Promise<T> }

/**
 * Keeps heavy requests from taking all connections to the database: so many work at once, so many wait for them.
 * @throws AnswerError `rate_limited` from `take` when as many wait already
 */
export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }): Turns {
  const line: (() => void)[] = []
  let working = 0
  return {
    async take(work) {
      if (working < atOnce) working++
      else if (line.length < waiting) await new Promise<void>((resolve) => line.push(resolve))
      else
        throw new AnswerError('rate_limited', `${atOnce + waiting} requests of this kind are at work already: repeat it in some seconds.`, {
          'retry-after': '5',
        })
      try {
        return await work()
      } finally {
        // Whoever is next takes over the place.
        const next = line.shift()
        if (next === undefined) working--
        else next()
      }
    },
  }
}
