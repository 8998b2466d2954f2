import type { Db } from '../../platform/db.ts'
import type { ConversionSettings } from '../accounts/conversionSettings.ts'
import { attribute, CLOCK_TOLERANCE_MS, type Addressed, type Decision, type Evidence, type Hit, type NamedClick } from './attribute.ts'
import type { ConversionRow } from './conversion.ts'
import { findAddressedHits, findNamedHits, type HitColumns, type NamedPlace } from './evidenceStore.ts'

/** What a decision needs of a conversion. `test` is null where only the click's message can tell, as of a browser's. */
export type Undecided = Pick<ConversionRow, 'name' | 'at' | 'receivedAt' | 'clicks' | 'reference' | 'phone'> & { test: boolean | null }
export type Decided = { test: boolean; decision: Decision }

/** A click that is not in the database by then never will be. */
export const WAIT_MS = 600_000

type Options = { accountId: bigint; settings: ConversionSettings; now: Date }

/** Decides what each of these conversions of one account follows from, in three statements for all of them. */
export async function decideAll(db: Db, all: readonly Undecided[], options: Options): Promise<Decided[]> {
  const { settings, now } = options
  const found = await readClicks(db, all, options)
  const asked = all.map((one, index) => ({ ...one, test: one.test ?? found[index]?.find(({ test }) => test !== null)?.test ?? false }))
  const byReference = await readAddressed(db, 'reference', asked, options)
  const byPhone = await readAddressed(db, 'phone', asked, options)
  return asked.map((one, index) => {
    const evidence: Evidence = {
      named: (found[index] ?? []).map((click) => ({ clickId: click.id, found: clickOf(click, one) })),
      byReference: one.reference === null ? undefined : (byReference.get(index) ?? []),
      byPhone: one.phone === null ? undefined : (byPhone.get(index) ?? []),
    }
    const rules = { model: settings.model, windowDays: windowOf(settings, one.name) }
    const waits = now.getTime() < one.receivedAt.getTime() + WAIT_MS
    return { test: one.test, decision: attribute({ at: one.at.getTime(), waits, rules, evidence }) }
  })
}

/** The window of a name, in days. */
export const windowOf = ({ windowDays, windows }: Pick<ConversionSettings, 'windowDays' | 'windows'>, name: string): number =>
  (Object.hasOwn(windows, name) ? windows[name] : undefined) ?? windowDays

type FoundClick = { id: string; isReadable: boolean; test: boolean | null; messageId: bigint | null; hit: Hit | undefined }

/** Of each conversion its click ids, with what they name. */
async function readClicks(db: Db, all: readonly Undecided[], { accountId }: Options): Promise<FoundClick[][]> {
  const clicks = all.flatMap(({ clicks }) => clicks)
  const places = clicks.flatMap(({ place }, item): NamedPlace[] => (place === null ? [] : [{ ...place, item }]))
  const rows = new Map((places.length === 0 ? [] : await findNamedHits(db, { accountId, places })).map((row) => [row.item, row]))
  const found = clicks.map(({ id, place }, item): FoundClick => {
    const row = rows.get(item)
    const messageId = row?.messageId ?? null
    return {
      id,
      isReadable: place !== null,
      test: row?.test ?? null,
      messageId,
      hit: row && messageId !== null ? hitOf(messageId, row) : undefined,
    }
  })
  return all.map(({ clicks }) => found.splice(0, clicks.length))
}

function clickOf({ isReadable, messageId, test, hit }: FoundClick, conversion: { test: boolean }): NamedClick['found'] {
  if (!isReadable) return 'click_id_invalid'
  if (messageId === null || test !== conversion.test) return 'unknown_message'
  return hit ?? 'hit_not_found'
}

/** Of each conversion, by its place, the messages with its reference or to its number. */
async function readAddressed(
  db: Db,
  by: 'reference' | 'phone',
  all: readonly (Undecided & { test: boolean })[],
  { accountId, settings }: Options,
): Promise<Map<number, Addressed[]>> {
  const questions = all.flatMap((one, item) => {
    const value = one[by]
    return value === null ? [] : [{ item, test: one.test, value, at: one.at, windowDays: windowOf(settings, one.name) }]
  })
  const found = new Map<number, Addressed[]>()
  if (questions.length === 0) return found
  const rows = await findAddressedHits(db, { accountId, by, questions, model: settings.model, toleranceMs: CLOCK_TOLERANCE_MS })
  for (const row of rows) {
    const messages = found.get(row.item) ?? []
    messages.push({ messageId: row.messageId, hit: hitOf(row.messageId, row) })
    found.set(row.item, messages)
  }
  return found
}

function hitOf(messageId: bigint, { at, verdict, link, renderingId, device, country }: HitColumns): Hit | undefined {
  if (at === null || verdict === null || link === null || renderingId === null || device === null) return undefined
  return { messageId, renderingId, link, at: at.getTime(), verdict, device, country }
}
