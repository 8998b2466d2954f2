import type { Db, Fragment } from '../../platform/db.ts'
import { gotSomething, toContact } from './behaviours.ts'

/** Without a name or campaign whichever will do. */
type Asked = { accountId: bigint; name: string | undefined; days: number; campaignId: bigint | undefined }

/**
 * Whether a contact did something in the last days: it follows from a click in a message to the number, or was reported by the number, attributed
 * or not. From a campaign only the first will do.
 */
export const converted = (db: Db, asked: Asked): Fragment =>
  asked.campaignId === undefined ? db`(${followed(db, asked)} or ${reported(db, asked)})` : followed(db, asked)

export const notConverted = (db: Db, asked: Asked): Fragment => db`(${gotSomething(db, asked)} and not ${converted(db, asked)})`

const followed = (db: Db, asked: Asked): Fragment => db`exists (
  select from messages join conversions on conversions.message_id = messages.id
  where ${toContact(db, asked.accountId)} and conversions.state = 'attributed' and ${isMeant(db, asked)}
    ${asked.campaignId === undefined ? db`` : db`and messages.campaign_id = ${asked.campaignId}`})`

/** An index on `conversions.phone` serves only its own collation, and contacts have another. */
const reported = (db: Db, asked: Asked): Fragment => db`exists (
  select from conversions
  where conversions.phone = contacts.phone collate "default" and conversions.state <> 'voided' and ${isMeant(db, asked)})`

const isMeant = (db: Db, { accountId, name, days }: Asked): Fragment => db`
  conversions.account_id = ${accountId} and not conversions.test and conversions.at >= now() - make_interval(days => ${days}::int)
  ${name === undefined ? db`` : db`and conversions.name = ${name}`}`
