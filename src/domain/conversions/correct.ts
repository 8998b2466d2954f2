import { formatMicros } from '../../contract/fields.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import type { ConversionRow } from './conversion.ts'
import { lockConversion } from './store.ts'
import { writeChanges } from './write.ts'

/** `amountMicros` is null for a cancellation, and for a refund of all that is left. */
export type Correction = { kind: 'refund' | 'cancel'; amountMicros: bigint | null; correctionId: string | null }

export type StoredCorrection = { id: bigint; kind: 'refund' | 'cancel'; amountMicros: bigint | null; correctionId: string | null; at: Date }

/** Of one conversion; a shop that sends more has a loop somewhere. */
export const MAX_CORRECTIONS = 100

/**
 * Takes a refund off a conversion, or the conversion out of every figure. The same `correctionId` is applied once.
 * @throws AppError `not_found`, `correction_invalid`
 */
export async function correctConversion(
  db: Db,
  { accountId, id, actor, correction, now }: { accountId: bigint; id: bigint; actor: string; correction: Correction; now: Date },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const row = await lockConversion(tx, { accountId, id })
    if (row === undefined) throw new AppError('not_found', `There is no conversion ${id} in this account.`)
    const stored = await listCorrections(tx, { accountId, id })
    if (correction.correctionId !== null && stored.some(({ correctionId }) => correctionId === correction.correctionId)) return
    if (stored.length >= MAX_CORRECTIONS)
      throw new AppError('correction_invalid', `Conversion ${id} has ${MAX_CORRECTIONS} corrections already.`)
    const { after, amountMicros } = corrected(row, correction, now)
    await insertCorrection(tx, { accountId, id, correction: { ...correction, amountMicros } })
    await writeChanges(tx, [{ before: row, after }])
    await appendAudit(tx, { accountId, actor, action: `conversion.${correction.kind}`, subject: `conversion:${id}` })
  })
}

function corrected(
  row: ConversionRow,
  { kind, amountMicros }: Correction,
  now: Date,
): { after: ConversionRow; amountMicros: bigint | null } {
  if (row.repeatOf !== null)
    throw new AppError(
      'correction_invalid',
      `Conversion ${row.id} repeats conversion ${row.repeatOf} and counts nowhere: correct that one.`,
    )
  if (row.state === 'voided') throw new AppError('correction_invalid', `Conversion ${row.id} is cancelled: nothing of it counts any more.`)
  if (kind === 'cancel') return { after: { ...row, state: 'voided', voidedAt: now, nextTryAt: null }, amountMicros: null }
  const left = (row.valueMicros ?? 0n) - row.refundedMicros
  const amount = amountMicros ?? left
  if (amount <= 0n || amount > left) {
    const words = row.valueMicros === null ? 'has no value' : `has ${formatMicros(left)} ${row.currency} left`
    throw new AppError('correction_invalid', `Conversion ${row.id} ${words}: a refund takes at most that, and more than nothing.`, {
      field: 'amount',
    })
  }
  return { after: { ...row, refundedMicros: row.refundedMicros + amount }, amountMicros: amount }
}

/** Oldest first. */
export const listCorrections = (db: Db, { accountId, id }: { accountId: bigint; id: bigint }) => db<StoredCorrection[]>`
  select id, kind, amount_micros as "amountMicros", correction_id as "correctionId", at from conversion_corrections
  where account_id = ${accountId} and conversion_id = ${id} order by id limit ${MAX_CORRECTIONS}`

const insertCorrection = (
  tx: Transaction,
  { accountId, id, correction: { kind, amountMicros, correctionId } }: { accountId: bigint; id: bigint; correction: Correction },
) => tx`
  insert into conversion_corrections (account_id, conversion_id, kind, amount_micros, correction_id)
  values (${accountId}, ${id}, ${kind}, ${amountMicros}, ${correctionId})`
