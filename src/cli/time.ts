import { Failure } from './failure.ts'

/** A time as people type it, in the form of the API; a day alone begins at midnight UTC. */
export function asTimestamp(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined
  const isUsable = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(typed)
  const at = new Date(isUsable ? typed : Number.NaN)
  if (Number.isNaN(at.getTime())) throw new Failure('usage', `"${typed}" is no time: expected 2027-01-31 or 2027-01-31T09:00:00+01:00.`)
  return at.toISOString()
}
