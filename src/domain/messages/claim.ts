import type { Encoding } from '../../lib/segments.ts'
import type { Db } from '../../platform/db.ts'

/** A message that this process has claimed: nobody else submits it until the claim lapses. */
export type Claimed = {
  id: bigint
  accountId: bigint
  renderingId: bigint
  phone: string
  sender: string
  mergeValues: Record<string, string> | null
  firstNumber: bigint | null
  encoding: Encoding
  flash: boolean
  validUntil: Date
  attempts: number
  test: boolean
}

/** What a claim finds: messages that this process now holds, and those that it ended: their number is suppressed, or a spend limit is reached. */
type Found = Claimed & { isEnded: boolean }

/** How long a claim holds; a process that takes longer has died or lost the database, and the message becomes `unknown`. */
export const CLAIM_SECONDS = 60

/** How far ahead of an even pace a second's messages may be claimed, so that the last tenth of a second need not hit the clock exactly. */
const AHEAD_SECONDS = 0.1

/** The lane of transactional messages; the lane of a campaign is its id. */
export const TRANSACTIONAL = 0n

export type Lane = { carrierId: bigint; lane: bigint; limit: number }

/**
 * Claims what is due in a lane, oldest first. Committed before a byte goes out, so a crash leaves `submitting`, never a second send.
 * Numbers that were suppressed since they were queued end here, with their event. One that may have been sent before stays `unknown`,
 * and is not tried again. What a spend limit leaves no room for is rejected, or of a campaign stays, and `isOverLimit` says so; where it is quiet for the
 * recipient, the message waits for the end of that.
 * `rate` is what all processes together may still claim in the database's current second, spread over it. Its row is locked by one
 * process at a time; another that asks meanwhile gets nothing and asks again, which costs less than waiting with a snapshot that ages.
 * The planner cannot know how few rows a computed limit lets through: `order by` and the array keep it on the indexes, where it would
 * otherwise read the whole table.
 */
export async function claimQueued(db: Db, lane: Lane): Promise<{ claimed: Found[]; isOverLimit: boolean }> {
  const rows = await claimRows(db, lane)
  return { claimed: rows.filter(isFound), isOverLimit: rows[0]?.isOverLimit === true }
}

/** One row without a message where nothing was claimed, so that what else is known comes back too. */
type ClaimRow = { isOverLimit: boolean } & (Found | { id: null })
const isFound = (row: ClaimRow): row is { isOverLimit: boolean } & Found => row.id !== null

const claimRows = (db: Db, lane: Lane) => db<ClaimRow[]>`
  with ${free(db, lane)}, ${due(db, lane)}, ${spend(db)}, ${counted(db, lane)}, claimed as (
    update messages
    set state = case when due.is_suppressed then case when attempts = 0 then 'suppressed' else 'unknown' end
        when over.id is not null then 'rejected' else 'submitting' end,
      failure = case when over.id is not null and not due.is_suppressed then 'spend_limit' else failure end,
      attempts = attempts + (not due.is_suppressed and over.id is null)::int,
      on_unknown = case when due.is_suppressed then 'keep' else on_unknown end,
      claimed_until = case when not due.is_suppressed and over.id is null then now() + make_interval(secs => ${CLAIM_SECONDS}) end,
      submitted_at = case when due.is_suppressed or over.id is not null then submitted_at else coalesce(submitted_at, now()) end,
      settled_at = case when (due.is_suppressed and attempts = 0) or over.id is not null then now() else settled_at end
    from (select id, is_suppressed, wakes_at from due) as due left join over on over.id = due.id
    where messages.id = due.id and due.wakes_at is null and (over.id is null or due.is_suppressed or ${lane.lane} = ${TRANSACTIONAL})
      and messages.id = any(array(select id from due))
    returning messages.id, account_id as "accountId", rendering_id as "renderingId", phone, sender, merge_values as "mergeValues",
      coalesce(first_number, (
        select batches.first_number + (messages.id - batches.first_message_id) * batches.links_per_message from batches where batches.id = messages.batch_id
      )) as "firstNumber", encoding, flash, valid_until as "validUntil", attempts, test, messages.state <> 'submitting' as "isEnded",
      case when messages.state <> 'submitting' then row_to_json(messages) end as whole
  ), told as (
    insert into outbox (account_id, type, test, data)
    select "accountId", 'message.' || (whole->>'state'), test,
      json_build_object('message_id', id::text, 'reference', whole->'reference', 'label', whole->'label', 'failure', whole->'failure')
    from claimed where whole->>'state' in ('suppressed', 'rejected')
  )
  select "isOverLimit", id, "accountId", "renderingId", phone, sender, "mergeValues", "firstNumber", encoding, flash, "validUntil", attempts, test, "isEnded"
  from (select exists (select from over) as "isOverLimit") as spending left join claimed on true`

/** How many the carrier's rate lets through now, and the campaign's. A campaign that does not run any more lets nothing through. */
const free = (db: Db, { carrierId, lane }: Lane) => db`
  rate as (
    select ${unused(db)} as free
    from carrier_rates join carriers on carriers.id = carrier_rates.carrier_id
    where carriers.id = ${carrierId} and paused_at is null and second <= date_trunc('second', now())
      and (select true from messages where carrier_id = ${carrierId} and coalesce(campaign_id, 0) = ${lane} and state = 'queued' and send_at <= now()
        order by send_at, id limit 1)
    for update of carrier_rates skip locked
  ), own as (
    ${
      lane === TRANSACTIONAL
        ? db`select null::integer as free`
        : db`
          select ${unused(db)} as free, campaign_rates.quiet_from, campaign_rates.quiet_until, campaigns.time_zone as campaign_zone,
            accounts.quiet_from as all_from, accounts.quiet_until as all_until, case quiet_clock when 'account' then accounts.time_zone end as all_zone
          from campaign_rates join campaigns on campaigns.id = campaign_rates.campaign_id join accounts on accounts.id = campaigns.account_id
          where campaign_id = ${lane} and state = 'running' and second <= date_trunc('second', now())
          for update of campaign_rates skip locked`
    }
  )`

const unused = (db: Db) => db`
  least(messages_per_second, ceil(messages_per_second * (date_part('epoch', now() - date_trunc('second', now())) + ${AHEAD_SECONDS}::float8)))::integer
    - case second when date_trunc('second', now()) then taken else 0 end`

const due = (db: Db, { carrierId, lane, limit }: Lane) => db`
  due as (
    select id, account_id, api_key_id, send_at, case when attempts = 0 then price_micros end as price_micros, not exempt and exists (
        select from suppressions where suppressions.account_id = messages.account_id and suppressions.phone = messages.phone
      ) as is_suppressed,
      ${lane === TRANSACTIONAL ? db`null::timestamptz` : wakesAt(db)} as wakes_at
    from messages
    where carrier_id = ${carrierId} and coalesce(campaign_id, 0) = ${lane} and state = 'queued' and send_at <= now() and valid_until > now()
    order by send_at, id
    limit (select coalesce(max(greatest(0, least(rate.free, own.free, ${limit}::integer))), 0) from rate, own) for update skip locked
  )`

/**
 * When the quiet hours end that hold for a message now, its campaign's and its account's; null where none do. Who made the message may not
 * have known of them: then the recipient's time zone stands with the contact.
 */
const wakesAt = (db: Db) => {
  const zone = db`coalesce(time_zone, (
    select contacts.time_zone from contacts where contacts.account_id = messages.account_id and contacts.phone = messages.phone
  ), (select campaign_zone from own), 'UTC')`
  return db`
    greatest(
      case when (select quiet_from from own) is not null then wakes_at(now(), ${zone}, (select quiet_from from own), (select quiet_until from own)) end,
      case when (select all_from from own) is not null
        then wakes_at(now(), coalesce((select all_zone from own), ${zone}), (select all_from from own), (select all_until from own)) end
    )`
}

/** Which of them the limits of their account and key leave no room for; the rows of the limits stay locked until the end. */
const spend = (db: Db) => db`
  limits as (
    select account_id, api_key_id, period, limit_micros
      - case when period_start = date_trunc(period, now() at time zone 'UTC')::date then spent_micros else 0 end as left_micros
    from spend_limits where account_id = any(array(select account_id from due))
    order by account_id, api_key_id, period for update
  ), running_sums as (
    select id, account_id, api_key_id, price_micros, sum(price_micros) over (partition by account_id order by send_at, id) as of_account,
      sum(price_micros) over (partition by account_id, api_key_id order by send_at, id) as of_key
    from due where not is_suppressed and wakes_at is null and price_micros is not null and exists (select from limits)
  ), over as (
    select distinct id from running_sums as sums join limits on limits.account_id = sums.account_id and limits.api_key_id in (0, coalesce(sums.api_key_id, 0))
    where case limits.api_key_id when 0 then of_account else of_key end > left_micros
  ), spent as (
    update spend_limits
    set period_start = date_trunc(spend_limits.period, now() at time zone 'UTC')::date,
      spent_micros = case when period_start = date_trunc(spend_limits.period, now() at time zone 'UTC')::date then spent_micros else 0 end + added
    from (
      select limits.account_id, limits.api_key_id, limits.period, sum(sums.price_micros) as added
      from limits join running_sums as sums on sums.account_id = limits.account_id and limits.api_key_id in (0, coalesce(sums.api_key_id, 0))
      where not exists (select from over where over.id = sums.id)
      group by limits.account_id, limits.api_key_id, limits.period
    ) as additions
    where spend_limits.account_id = additions.account_id and spend_limits.api_key_id = additions.api_key_id and spend_limits.period = additions.period
  )`

const counted = (db: Db, { carrierId, lane }: Lane) => db`
  deferred as (
    update messages set send_at = due.wakes_at
    from (select id, wakes_at from due) as due where messages.id = due.id and due.wakes_at is not null and messages.id = any(array(select id from due))
  ), taken as (
    select count(*) as messages from due
    where wakes_at is null and (${lane} = ${TRANSACTIONAL} or is_suppressed or not exists (select from over where over.id = due.id))
  ), counted as (
    update carrier_rates
    set second = date_trunc('second', now()), taken = case second when date_trunc('second', now()) then carrier_rates.taken else 0 end + taken.messages
    from taken where carrier_id = ${carrierId} and taken.messages > 0
  ), counted_own as (
    update campaign_rates
    set second = date_trunc('second', now()), taken = case second when date_trunc('second', now()) then campaign_rates.taken else 0 end + taken.messages
    from taken where campaign_id = ${lane} and taken.messages > 0
  )`
