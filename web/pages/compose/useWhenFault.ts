import { isTimeZone } from '../../../src/lib/timeZoneName.ts'
import { useNow } from '../../ui/clock.ts'
import type { When } from './draft.ts'
import { hasPassed, latestDay } from './wallClock.ts'

/** What is wrong with a time; a local one passes when it has passed everywhere. */
export function useWhenFault(when: When): 'missing' | 'zoneWrong' | 'past' | 'far' | undefined {
  const now = useNow()
  if (when.kind === 'now') return undefined
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(when.at)) return 'missing'
  if (!isTimeZone(when.zone)) return 'zoneWrong'
  if (when.at > latestDay(when.zone, now)) return 'far'
  return hasPassed(when, now) ? 'past' : undefined
}
