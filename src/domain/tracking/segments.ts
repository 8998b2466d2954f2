import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { wholeLength } from './frame.ts'

/**
 * A journal is what one process wrote between its start and its end: files `<journal id>-<number>.seg` in one folder. The id is random, so
 * a folder that was copied, restored or half deleted can never be taken for what the database knows under another id.
 */
export type Segment = { journalId: string; number: number }

/** About 43,000 hits. Small enough to fill with zeros ahead of time and to drain several at once, large enough that a change is rare. */
export const SEGMENT_BYTES = 8 * 1024 * 1024

/** Records that no drain understood, kept for a person to look at. */
export const REJECTED_FILE = 'rejected.seg'
export const LOCK_FILE = 'lock'
/** A segment that is still being filled with zeros. */
export const SPARE_SUFFIX = '.spare'

const NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{8})\.seg$/

export const segmentPath = (dir: string, { journalId, number }: Segment) => join(dir, `${journalId}-${String(number).padStart(8, '0')}.seg`)

/** The segments in a folder: journals by their first file's age, each journal's segments in order. */
export function listSegments(dir: string): Segment[] {
  if (!existsSync(dir)) return []
  const segments = readdirSync(dir).flatMap((name) => {
    const match = NAME.exec(name)
    return match?.[1] === undefined ? [] : [{ journalId: match[1], number: Number(match[2]) }]
  })
  const ages = new Map<string, number>()
  for (const segment of segments) ages.set(segment.journalId, Math.min(ages.get(segment.journalId) ?? Infinity, modifiedAt(dir, segment)))
  return segments.sort(
    (a, b) =>
      (ages.get(a.journalId) ?? 0) - (ages.get(b.journalId) ?? 0) ||
      (a.journalId < b.journalId ? -1 : a.journalId > b.journalId ? 1 : a.number - b.number),
  )
}

/** Bytes of all segments in a folder. */
export const bytesOf = (dir: string): number =>
  listSegments(dir).reduce((sum, segment) => sum + (statSync(segmentPath(dir, segment), { throwIfNoEntry: false })?.size ?? 0), 0)

/** A segment that the drain deletes meanwhile counts as oldest. */
const modifiedAt = (dir: string, segment: Segment) => statSync(segmentPath(dir, segment), { throwIfNoEntry: false })?.mtimeMs ?? 0

/**
 * Cuts the newest segment of each journal at its last whole record: what a crash tore was never answered.
 * @returns bytes cut that were not just unused room
 */
export function cutTornTails(dir: string): number {
  const newest = new Map(listSegments(dir).map((segment) => [segment.journalId, segment]))
  return [...newest.values()].reduce((torn, segment) => torn + cutTornTail(segmentPath(dir, segment)), 0)
}

function cutTornTail(path: string): number {
  const content = readFileSync(path)
  const whole = wholeLength(content)
  if (whole === content.length) return 0
  const file = openSync(path, 'r+')
  ftruncateSync(file, whole)
  fsyncSync(file)
  closeSync(file)
  let torn = content.length
  while (torn > whole && content[torn - 1] === 0) torn--
  return torn - whole
}
