import type { Db } from '../platform/db.ts'

/** Who did what to what: `actor` is `user:ID`, `key:ID` or `operator`; `data` never holds a secret. */
export type AuditEntry = { accountId: bigint; actor: string; action: string; subject: string; data?: Record<string, unknown> }

/** Writes an audit entry in the transaction of the act itself. */
export async function appendAudit(db: Db, { accountId, actor, action, subject, data }: AuditEntry): Promise<void> {
  await db`
    insert into audit_entries (account_id, actor, action, subject, data)
    values (${accountId}, ${actor}, ${action}, ${subject}, ${JSON.stringify(data ?? {})}::text::jsonb)`
}

/** Forgets entries past their retention, in one bounded slice. */
export async function deleteOldAudit(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from audit_entries where ctid = any(array(
      select ctid from audit_entries where at < now() - make_interval(months => ${months}) limit ${limit}
    ))
    returning 1`
  return rows.length
}
