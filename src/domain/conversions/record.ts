import type { Transaction } from '../../platform/db.ts'
import { readConversionSettings, type ConversionSettings } from '../accounts/conversionSettings.ts'
import { decide, merge, newRow, type Posted } from './change.ts'
import type { ConversionRow } from './conversion.ts'
import { decideAll } from './decide.ts'
import { leaveOutRepeats } from './repeats.ts'
import type { RowChange } from './rollups.ts'
import { drawIds, insertConversions, lockOrders, type OrderKey } from './store.ts'
import { writeChanges } from './write.ts'

/** What became of a report. `mismatch`: the order is there with another value, and both came from a server. */
export type Recorded = { kind: 'recorded' | 'merged' | 'known' | 'mismatch'; row: ConversionRow }

type Options = { accountId: bigint; now: Date }
type Draft = { posted: Posted; row: ConversionRow }

/**
 * Takes conversions of one account in the caller's transaction, in a fixed number of statements: decides, inserts those that are new, and
 * completes those whose order is there already.
 * @returns one entry each, in their order
 */
export async function recordConversions(tx: Transaction, posted: readonly Posted[], { accountId, now }: Options): Promise<Recorded[]> {
  const settings = await readConversionSettings(tx, { accountId })
  const drafts = await draftAll(tx, posted, { accountId, now, settings })
  const inserted = await insertConversions(tx, inOrderOfKeys(drafts))
  const repeated = drafts.filter(({ row }) => !inserted.has(row.id))
  const merged = await mergeAll(tx, repeated, { accountId, now, settings })
  const changes: RowChange[] = drafts.flatMap(({ row }) => (inserted.has(row.id) ? [{ before: undefined, after: row }] : []))
  await writeChanges(tx, [...changes, ...merged.changes])
  return drafts.map(({ row }) => merged.results.get(row.id) ?? { kind: 'recorded', row })
}

async function draftAll(
  tx: Transaction,
  posted: readonly Posted[],
  { accountId, now, settings }: Options & { settings: ConversionSettings },
): Promise<Draft[]> {
  const undecided = posted.map((one) => ({ ...one, at: one.at ?? now, receivedAt: now }))
  const decided = await decideAll(tx, undecided, { accountId, settings, now })
  const ids = await drawIds(tx, { count: posted.length })
  const rows = posted.map((one, at) => {
    const [id, decision] = [ids[at], decided[at]]
    if (id === undefined || decision === undefined) throw new Error(`Conversion ${at} of ${posted.length} got no id or no decision`)
    return newRow(one, { id, accountId, decided: decision, now })
  })
  const counting = await leaveOutRepeats(tx, rows, { accountId, minutes: settings.repeatMinutes, now })
  return posted.flatMap((one, at) => {
    const row = counting[at]
    return row === undefined ? [] : [{ posted: one, row }]
  })
}

/** Two requests with the same orders then wait for each other instead of forever. */
const inOrderOfKeys = (drafts: readonly Draft[]) =>
  drafts.map(({ row }) => row).toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0))
const sortKey = ({ name, orderId, test }: ConversionRow) => `${test} ${name} ${orderId ?? ''}`

/** Reports of orders that are there already, also of those that stand earlier in the same request. */
async function mergeAll(
  tx: Transaction,
  drafts: readonly Draft[],
  { accountId, now, settings }: Options & { settings: ConversionSettings },
) {
  const results = new Map<bigint, Recorded>()
  if (drafts.length === 0) return { results, changes: [] }
  const keys = drafts.flatMap(({ row: { test, name, orderId } }): OrderKey[] => (orderId === null ? [] : [{ test, name, orderId }]))
  const before = new Map((await lockOrders(tx, { accountId, keys })).map((row) => [sortKey(row), row]))
  const after = new Map(before)
  const open = new Set<string>()
  const outcomes = drafts.map(({ posted, row }) => {
    const key = sortKey(row)
    const stored = after.get(key)
    if (stored === undefined) throw new Error(`Order "${row.orderId}" of account ${accountId} was there and is gone`)
    const outcome = merge(stored, posted)
    if (outcome.kind === 'merged') {
      after.set(key, outcome.row)
      if (outcome.isOpen) open.add(key)
    }
    return { id: row.id, key, kind: outcome.kind }
  })
  await decideOpen(tx, { after, open, accountId, now, settings })
  for (const { id, key, kind } of outcomes) {
    const row = after.get(key)
    if (row !== undefined) results.set(id, { kind, row })
  }
  const changes = [...before].flatMap(([key, row]): RowChange[] => {
    const changed = after.get(key)
    return changed === undefined || changed === row ? [] : [{ before: row, after: changed }]
  })
  return { results, changes }
}

type Opened = Options & { settings: ConversionSettings; after: Map<string, ConversionRow>; open: ReadonlySet<string> }

async function decideOpen(tx: Transaction, { after, open, accountId, now, settings }: Opened): Promise<void> {
  const rows = [...open].flatMap((key) => after.get(key) ?? [])
  if (rows.length === 0) return
  const decided = await decideAll(tx, rows, { accountId, settings, now })
  rows.forEach((row, at) => {
    const one = decided[at]
    if (one !== undefined) after.set(sortKey(row), decide(row, { decided: one, now }))
  })
}
