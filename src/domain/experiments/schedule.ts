import type { ExperimentRow } from './store.ts'

/** Figures are taken for so long after the deadline, since conversions come late. */
const AFTER_MS = 7 * 86_400_000
/** Between two looks at the figures: a twentieth of the time since the start, within these. Reading them costs seconds where there are a million. */
const FIGURES_MS = { least: 15_000, most: 6 * 3_600_000, part: 0.05 }
/** Between two looks at whether something still waits to be sent. */
const WAITING_MS = { least: 1_000, most: 15_000, part: 0.1 }

type Times = Pick<ExperimentRow, 'startedAt' | 'deadlineAt' | 'lookedAt' | 'phase' | 'isWaiting' | 'settledAt' | 'watchSeconds'>

const sinceStart = ({ startedAt }: Times, now: Date) => now.getTime() - (startedAt ?? now).getTime()
const within = (ms: number, { least, most, part }: typeof FIGURES_MS) => Math.min(most, Math.max(least, ms * part))
const settlesAt = ({ settledAt, watchSeconds }: Times) =>
  settledAt === null ? Infinity : settledAt.getTime() + (watchSeconds ?? 0) * 1_000

/** Whether all that was sent was watched to its end, while recipients wait. */
export const isSettled = (times: Times, now: Date): boolean => times.isWaiting && now.getTime() >= settlesAt(times)

/** Once nothing is sent any more, all have been watched for longer with each look: what comes late counts, too, alike for all variants. */
export const watchedSeconds = ({ settledAt, watchSeconds }: Times, now: Date): number =>
  Math.max(watchSeconds ?? 0, settledAt === null ? 0 : Math.floor((now.getTime() - settledAt.getTime()) / 1_000))

export const isPastDeadline = ({ deadlineAt }: Times, now: Date): boolean => deadlineAt !== null && now >= deadlineAt

/** Whether the figures are due, though nothing can be decided yet: people look at them too. */
export const areFiguresDue = (times: Times, now: Date): boolean =>
  times.lookedAt === null || now.getTime() - times.lookedAt.getTime() >= within(sinceStart(times, now), FIGURES_MS)

/** When it is looked at again; null: never. */
export function nextLook(times: Times, now: Date): Date | null {
  const { phase, isWaiting, settledAt, deadlineAt, watchSeconds } = times
  const deadline = (deadlineAt ?? now).getTime()
  const figures = now.getTime() + within(sinceStart(times, now), FIGURES_MS)
  switch (phase) {
    case 'draft':
    case 'ended':
      return null
    case 'asking':
    case 'decided':
      return now.getTime() >= deadline + AFTER_MS ? null : new Date(figures)
    case 'running': {
      const settles = settlesAt(times)
      if (!isWaiting) return new Date(soonest(figures, deadline, now))
      if (settledAt === null) return new Date(soonest(now.getTime() + within((watchSeconds ?? 0) * 1_000, WAITING_MS), deadline, now))
      return new Date(soonest(settles > now.getTime() ? settles : figures, deadline, now))
    }
  }
}

/** A deadline that has passed while the campaign was paused is no reason to look all the time. */
const soonest = (at: number, deadline: number, now: Date) => (deadline > now.getTime() ? Math.min(at, deadline) : at)
