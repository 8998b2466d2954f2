import type { Job } from '../loop.ts'
import type { Slice } from './rules.ts'

const HOUR_MS = 3_600_000
/** Between slices that follow each other, so that forgetting a year at once leaves the disk to those who wait. */
const PAUSE_MS = 20

/**
 * The job that forgets: each run is one slice of everything that has more to forget, and each slice a short transaction of its own. Workers
 * may run it at the same time; rows that one of them holds are left to it.
 */
export function retentionJob(slices: Record<string, Slice[]>): Job {
  const all = Object.values(slices).flat()
  let open: readonly Slice[] = all
  return {
    name: 'retention',
    intervalMs: HOUR_MS,
    async run() {
      const more: Slice[] = []
      const errors: unknown[] = []
      for (const slice of open) {
        const result = await slice().catch((error: unknown) => errors.push(error))
        if (result === 'again') more.push(slice)
      }
      open = more.length === 0 ? all : more
      // One table that cannot be looked after must not keep the others from it.
      if (errors.length > 0) throw errors[0]
      if (more.length === 0) return 'done'
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      return 'again'
    },
  }
}
