import type { Db } from '../../platform/db.ts'

/**
 * Takes a number out of the audiences that list it. They hold numbers as E.164, and jsonb writes its lists with ", ", so that the three
 * places where a number can stand are found.
 */
export const eraseFromAudiences = (db: Db, { accountId, phone }: { accountId: bigint; phone: string }) => db`
  update campaigns set audience = replace(replace(replace(audience::text, ${`, "${phone}"`}, ''), ${`"${phone}", `}, ''), ${`"${phone}"`}, '')::jsonb
  where account_id = ${accountId} and audience::text like ${`%"${phone}"%`}`
