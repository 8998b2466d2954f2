import { createHash } from 'node:crypto'
import { arrayOf, textArrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'

/** Where, when and to what words somebody agreed to get messages. */
export type Consent = { source: string; at: Date; wording: string | undefined }

export const MAX_SOURCE_LENGTH = 200
export const MAX_WORDING_LENGTH = 2_000

/** Whether somebody can have consented then: what is before mobile phones, or no time at all, is a mistake. */
export const isPlausible = (at: Date): boolean => at.getTime() > Date.UTC(1980, 0) && at.getTime() < Date.UTC(2200, 0)

export type ConsentRow = { source: string; at: Date; wording: string | null; recordedAt: Date }

/** Adds consents; one that is recorded already, with the same source, time and wording, is not recorded twice. */
export async function recordConsents(
  db: Db,
  { accountId, consents }: { accountId: bigint; consents: readonly (Consent & { phone: string })[] },
): Promise<void> {
  if (consents.length === 0) return
  const wordings = [...new Set(consents.flatMap(({ wording }) => (wording === undefined ? [] : [wording])))].sort()
  const ids = new Map<string, bigint>()
  if (wordings.length > 0) {
    await insertWordings(db, { accountId, wordings })
    for (const { id, text } of await findWordings(db, { accountId, wordings })) ids.set(text, id)
  }
  const rows = consents.map(({ wording, ...consent }) => ({ ...consent, wordingId: wording === undefined ? undefined : ids.get(wording) }))
  await insertConsents(db, { accountId, rows })
}

/** Consents of a number, newest first. */
export const listConsents = (db: Db, { accountId, phone, limit }: { accountId: bigint; phone: string; limit: number }) => db<ConsentRow[]>`
  select source, at, consent_wordings.text as wording, recorded_at as "recordedAt"
  from consents left join consent_wordings on consent_wordings.account_id = consents.account_id and consent_wordings.id = wording_id
  where consents.account_id = ${accountId} and phone = ${phone} order by at desc, consents.id desc limit ${limit}`

const hashOf = (wording: string) => createHash('sha256').update(wording).digest()

const insertWordings = (db: Db, { accountId, wordings }: { accountId: bigint; wordings: string[] }) => db`
  insert into consent_wordings (account_id, hash, text)
  select ${accountId}, hash, text from unnest(${wordings.map(hashOf)}::bytea[], ${wordings}::text[]) as wording(hash, text)
  on conflict do nothing`

const findWordings = (db: Db, { accountId, wordings }: { accountId: bigint; wordings: string[] }) => db<{ id: bigint; text: string }[]>`
  select id, text from consent_wordings where account_id = ${accountId} and hash = any(${wordings.map(hashOf)}::bytea[])`

type ToInsert = { phone: string; source: string; at: Date; wordingId: bigint | undefined }

const insertConsents = (db: Db, { accountId, rows }: { accountId: bigint; rows: readonly ToInsert[] }) => db`
  insert into consents (account_id, phone, source, at, wording_id)
  select ${accountId}, phone, source, at, wording_id
  from unnest(
    ${arrayOf(rows, ({ phone }) => phone)}::text::text[], ${textArrayOf(rows, ({ source }) => source)}::text::text[],
    ${arrayOf(rows, ({ at }) => at.toISOString())}::text::timestamptz[],
    ${arrayOf(rows, ({ wordingId }) => (wordingId === undefined ? null : String(wordingId)))}::text::bigint[]
  ) as consent(phone, source, at, wording_id)
  order by phone collate "C"
  on conflict do nothing`
