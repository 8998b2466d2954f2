import type { Db, Transaction } from '../../platform/db.ts'
import { PROGRESS_TABLE } from '../../platform/unfinishedRestore.ts'

/**
 * How far a restore has come. `chunks` are loaded; `statements` make the indexes and references that are missing meanwhile; `isCounted`: the rows
 * were counted and the counters moved ahead.
 */
export type Progress = { fileId: string; chunks: number; statements: string[]; isCounted: boolean }

/** Every statement that must not be lost is kept in the row itself, so a restore can be killed at any moment. */
export async function createProgress(tx: Transaction, { fileId, statements }: { fileId: string; statements: string[] }): Promise<void> {
  await tx`
    create table ${tx(PROGRESS_TABLE)} (
      id boolean primary key default true check (id), file_id text not null, chunks integer not null, statements text[] not null, is_counted boolean not null
    )`
  await tx`insert into ${tx(PROGRESS_TABLE)} (file_id, chunks, statements, is_counted) values (${fileId}, 0, ${statements}, false)`
}

export async function readProgress(db: Db): Promise<Progress> {
  const [row] = await db<Progress[]>`
    select file_id as "fileId", chunks, statements, is_counted as "isCounted" from ${db(PROGRESS_TABLE)}`
  if (row === undefined) throw new Error(`The table ${PROGRESS_TABLE} has no row`)
  return row
}

/** @returns false when another process has moved it meanwhile */
export async function moveProgress(tx: Transaction, { from }: { from: number }): Promise<boolean> {
  const { count } = await tx`update ${tx(PROGRESS_TABLE)} set chunks = chunks + 1 where chunks = ${from}`
  return count === 1
}

/** @returns the next statement that is due, which the caller runs in the same transaction */
export async function takeStatement(tx: Transaction): Promise<string | undefined> {
  const [row] = await tx<{ statement: string | null }[]>`
    update ${tx(PROGRESS_TABLE)} set statements = statements[2:] returning (select statements[1] from ${tx(PROGRESS_TABLE)}) as statement`
  return row?.statement ?? undefined
}

export const setCounted = (tx: Transaction) => tx`update ${tx(PROGRESS_TABLE)} set is_counted = true`

export const dropProgress = (db: Db) => db`drop table ${db(PROGRESS_TABLE)}`
