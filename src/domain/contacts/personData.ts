import type { Db, Transaction } from '../../platform/db.ts'
import { clearOptOutPhone } from './optOutStore.ts'
import { deleteContact, findContactId } from './store.ts'

/** Proof of what somebody agreed to, or opted out of, outlives the contact by the usual time in which claims are made. */
export const CONSENT_MONTHS = 36

type Person = { accountId: bigint; phone: string }

/**
 * Deletes a number's contact with its memberships, its consents, and rejected rows of imports that hold its digits. Opt-outs lose the number.
 * @returns whether more may be left
 */
export async function eraseContactData(tx: Transaction, { accountId, phone, limit }: Person & { limit: number }): Promise<boolean> {
  const id = await findContactId(tx, { accountId, phone })
  if (id !== undefined) await deleteContact(tx, { accountId, id })
  await clearOptOutPhone(tx, { accountId, phone })
  await tx`delete from consents where account_id = ${accountId} and phone = ${phone}`
  const rejected = await tx`
    delete from contact_import_rejections where ctid = any(array(
      select ctid from contact_import_rejections
      where account_id = ${accountId} and position(${phone.slice(1)} in translate(cells::text || detail, ' -/()', '')) > 0
      limit ${limit}
    ))
    returning 1`
  return rejected.length === limit
}

/** Deletes consents past their retention, in one bounded slice. @returns how many */
export async function deleteOldConsents(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from consents where ctid = any(array(
      select ctid from consents
      where recorded_at < now() - make_interval(months => ${months})
        and not exists (select from contacts where contacts.account_id = consents.account_id and contacts.phone = consents.phone)
      limit ${limit}
    ))
    returning 1`
  return rows.length
}

/** A contact as an export shows it, with what the person agreed to. */
export const listContactData = (db: Db, { accountId, phone }: Person) => db<Record<string, unknown>[]>`
  select id::text, phone, country, mobile, time_zone, fields, created_at, updated_at,
    array(
      select name from contact_group_members join contact_groups using (account_id)
      where account_id = contacts.account_id and contact_id = contacts.id and contact_groups.id = group_id order by name limit 1000
    ) as groups
  from contacts where account_id = ${accountId} and phone = ${phone} limit 1`

/** At most the newest 1,000. */
export const listConsentData = (db: Db, { accountId, phone }: Person) => db<Record<string, unknown>[]>`
  select source, at, text as wording, recorded_at
  from consents left join consent_wordings on consent_wordings.account_id = consents.account_id and consent_wordings.id = wording_id
  where consents.account_id = ${accountId} and phone = ${phone}
  order by at desc limit 1000`
