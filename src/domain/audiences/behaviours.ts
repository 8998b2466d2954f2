import type { Criterion } from '../../contract/audiences.ts'
import type { Db, Fragment } from '../../platform/db.ts'

type Outcome = Extract<Criterion, { kind: 'campaign' }>['outcome']

/** What a contact got of a campaign, by the words of docs/audiences.md. */
export const campaignOutcome = (
  db: Db,
  { accountId, campaignId, outcome }: { accountId: bigint; campaignId: bigint; outcome: Outcome },
): Fragment =>
  outcomeOf(db, {
    outcome,
    // By its renderings, which are few, since their index goes on with the number; the planner knows how many messages each has.
    from: db`messages join renderings on renderings.id = messages.rendering_id and renderings.campaign_id = ${campaignId}`,
    theirs: db`${toContact(db, accountId)} and messages.campaign_id = ${campaignId}`,
    clicked: clicked(db, accountId),
    accountId,
  })

/** What a contact did with one link of a text. */
export const linkOutcome = (
  db: Db,
  {
    accountId,
    renderingId,
    position,
    outcome,
  }: { accountId: bigint; renderingId: bigint; position: number; outcome: 'clicked' | 'not_clicked' },
): Fragment =>
  outcomeOf(db, {
    ...{ outcome, accountId, from: db`messages` },
    theirs: db`messages.rendering_id = ${renderingId} and ${toContact(db, accountId)}`,
    clicked: db`exists (
      select from link_totals where link_totals.message_id = messages.id and link_totals.link = ${position}::int and link_totals.clicks > 0)`,
  })

/** Whether at least so many messages of the last days were sent and not delivered. Counting ends where that is known. */
export const undeliveredTimes = (db: Db, { accountId, times, days }: { accountId: bigint; times: number; days: number }): Fragment => db`(
  select count(*) from (
    select from messages where ${toContact(db, accountId)} and ${isUndelivered(db)} and ${since(db, days)} limit ${times}::int
  ) as found) >= ${times}::int`

export const clickedAny = (db: Db, { accountId, days }: { accountId: bigint; days: number }): Fragment =>
  outcomeOf(db, { outcome: 'clicked', ...lately(db, { accountId, days }) })

/** Whether somebody got a message whose click would have been seen: in the last days, or of a campaign. */
export const gotSomething = (
  db: Db,
  { accountId, days, campaignId }: { accountId: bigint; days: number; campaignId: bigint | undefined },
): Fragment =>
  db`exists (
    select from messages where ${toContact(db, accountId)} and ${campaignId === undefined ? since(db, days) : db`messages.campaign_id = ${campaignId}`}
      and ${wouldBeSeen(db, accountId)})`

export const notClickedAny = (db: Db, { accountId, days }: { accountId: bigint; days: number }): Fragment =>
  outcomeOf(db, { outcome: 'not_clicked', ...lately(db, { accountId, days }) })

const lately = (db: Db, { accountId, days }: { accountId: bigint; days: number }) => ({
  ...{ accountId, from: db`messages`, theirs: db`${toContact(db, accountId)} and ${since(db, days)}`, clicked: clicked(db, accountId) },
})

type Asked = { outcome: Outcome; accountId: bigint; from: Fragment; theirs: Fragment; clicked: Fragment }

/** @param asked.theirs which messages of `from` are meant; `clicked`: whether one of them was */
function outcomeOf(db: Db, { outcome, accountId, from, theirs, clicked: wasClicked }: Asked): Fragment {
  const some = (what: Fragment) => db`exists (select from ${from} where ${theirs} and ${what})`
  const reached = isReached(db, accountId)
  switch (outcome) {
    case 'sent':
      return some(isSent(db))
    case 'delivered':
      return some(db`messages.state = 'delivered'`)
    case 'undelivered':
      return some(isUndelivered(db))
    case 'clicked':
      return some(wasClicked)
    case 'viewed':
      return some(db`exists (
        select from link_totals where link_totals.message_id = messages.id and link_totals.link = 0 and link_totals.message_views > 0)`)
    // Who could not have been seen clicking did not click as far as anybody knows, which is not the same.
    case 'not_clicked':
      return db`(${some(wouldBeSeen(db, accountId))} and not ${some(wasClicked)})`
    case 'not_reached':
      return db`(${some(isSent(db))} and not ${some(reached)})`
  }
}

/** Messages to a contact. An index on `messages.phone` serves only its own collation, and contacts have another. */
export const toContact = (db: Db, accountId: bigint): Fragment =>
  db`messages.account_id = ${accountId} and not messages.test and messages.phone = contacts.phone collate "default"`

export const since = (db: Db, days: number): Fragment => db`messages.created_at >= now() - make_interval(days => ${days}::int)`

const isSent = (db: Db): Fragment => db`messages.submitted_at is not null`

/** As the index `messages_undelivered` has it. */
const isUndelivered = (db: Db): Fragment => db`messages.state in ('undelivered', 'expired') and messages.submitted_at is not null`

/** As docs/metrics.md defines it. */
const isReached = (db: Db, accountId: bigint): Fragment =>
  db`(messages.state in ('accepted', 'delivered') or (messages.state = 'unknown' and ${clicked(db, accountId)}))`

/** Of others nobody knows whether they were clicked. */
const wouldBeSeen = (db: Db, accountId: bigint): Fragment =>
  db`${isReached(db, accountId)} and messages.tracking = 'full' and messages.link_count > 0`

/** By the time of the first click, as the logbook does: the index of clicked messages holds those alone. */
const clicked = (db: Db, accountId: bigint): Fragment => db`exists (
  select from link_totals
  where link_totals.account_id = ${accountId} and link_totals.message_id = messages.id and link_totals.link = 0
    and link_totals.message_first_click_at is not null)`
