import { arrayOf, textArrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'
import type { ClickPlace } from './clickId.ts'

export type NamedPlace = ClickPlace & { item: number }

/** A click id's message, if the account has it, and its hit, if that came in. */
export type NamedRow = { item: number; messageId: bigint | null; test: boolean | null } & HitColumns
export type HitColumns = {
  at: Date | null
  verdict: 'click' | 'view' | 'prefetch' | 'bot' | null
  link: number | null
  renderingId: bigint | null
  device: string | null
  country: string | null
}

/**
 * Looks up the hits that click ids name, by the number of their link and by their time to the millisecond. Two hits of one link in one
 * millisecond have one click id; the click of them is meant.
 */
export const findNamedHits = (db: Db, { accountId, places }: { accountId: bigint; places: readonly NamedPlace[] }) => db<NamedRow[]>`
  with place as materialized (
    select * from unnest(
      ${arrayOf(places, ({ item }) => item)}::integer[], ${arrayOf(places, ({ codeSpaceId }) => codeSpaceId)}::smallint[],
      ${arrayOf(places, ({ number }) => number)}::bigint[], ${arrayOf(places, ({ at }) => at)}::float8[]
    ) as place (item, code_space_id, number, at)
  )
  select place.item, message.id as "messageId", message.test, hit.at, hit.verdict, hit.link, hit.rendering_id as "renderingId",
    hit.device, hit.country
  from place
  left join lateral (
    select kind, first_number + size as over, first_message_id + (place.number - first_number) / links_per_message as message_id from batches
    where code_space_id = place.code_space_id and first_number <= place.number order by first_number desc limit 1
  ) as batch on place.number < batch.over
  left join lateral (
    select id, first_number + link_count as over from messages
    where code_space_id = place.code_space_id and first_number <= place.number and batch_id is null and first_number is not null
    order by first_number desc limit 1
  ) as single on batch.kind = 'single' and place.number < single.over
  left join messages as message on message.id = coalesce(batch.message_id, single.id) and message.account_id = ${accountId}
  left join lateral (
    select at, verdict, link, rendering_id, device, country from hits
    where hits.message_id = message.id and hits.at >= to_timestamp(place.at / 1000) and hits.at < to_timestamp((place.at + 1) / 1000)
      and hits.number = place.number and hits.code_space_id = place.code_space_id
    order by verdict <> 'click' limit 1
  ) as hit on true`

export type AddressedQuestion = { item: number; test: boolean; value: string; at: Date; windowDays: number }
export type AddressedRow = { item: number; messageId: bigint } & HitColumns

/** A number gets no more messages in a window than it takes to find the click; older ones are not looked at. */
const MESSAGES = 50

/**
 * Messages with a reference or to a number, newest first: of each its last (or first) click inside the window, else a view.
 * @param toleranceMs how far after the conversion a click may lie, because clocks differ
 */
export const findAddressedHits = (
  db: Db,
  asked: {
    accountId: bigint
    by: 'reference' | 'phone'
    model: 'last' | 'first'
    toleranceMs: number
    questions: readonly AddressedQuestion[]
  },
) => db<AddressedRow[]>`
  with asked as materialized (
    select * from unnest(
      ${arrayOf(asked.questions, ({ item }) => item)}::integer[], ${arrayOf(asked.questions, ({ test }) => test)}::boolean[],
      ${textArrayOf(asked.questions, ({ value }) => value)}::text[], ${arrayOf(asked.questions, ({ at }) => at.getTime())}::float8[],
      ${arrayOf(asked.questions, ({ windowDays }) => windowDays)}::integer[]
    ) as asked (item, test, value, at, days)
  ), span as materialized (
    select item, test, value, to_timestamp(at / 1000) - make_interval(days => days) as from_at,
      to_timestamp((at + ${asked.toleranceMs}::float8) / 1000) as to_at
    from asked
  )
  select span.item, message.id as "messageId", coalesce(click.at, view.at) as at, coalesce(click.verdict, view.verdict) as verdict,
    coalesce(click.link, view.link) as link, coalesce(click.rendering_id, view.rendering_id) as "renderingId",
    coalesce(click.device, view.device) as device, case when click.at is null then view.country else click.country end as country
  from span
  join lateral (
    select id, created_at from messages
    where account_id = ${asked.accountId} and test = span.test and ${db(asked.by)} = span.value and created_at <= span.to_at
    order by created_at desc, id desc limit ${MESSAGES}
  ) as message on true
  left join lateral (
    select at, verdict, link, rendering_id, device, country from hits
    where hits.message_id = message.id and hits.at >= span.from_at and hits.at <= span.to_at and verdict = 'click'
    order by ${asked.model === 'first' ? db`at` : db`at desc`} limit 1
  ) as click on true
  left join lateral (
    select at, verdict, link, rendering_id, device, country from hits
    where click.at is null and hits.message_id = message.id and hits.at >= span.from_at and hits.at <= span.to_at and verdict = 'view'
    order by at limit 1
  ) as view on true
  order by span.item, message.created_at desc, message.id desc`

/** Of conversions with the hits that they were attributed to, the ids of those whose hit is still stored. */
export async function listPresent(
  db: Db,
  { hits }: { hits: readonly { id: bigint; messageId: bigint; at: Date }[] },
): Promise<Set<bigint>> {
  const rows = await db<{ id: bigint }[]>`
    select wanted.id from unnest(
      ${arrayOf(hits, ({ id }) => String(id))}::bigint[], ${arrayOf(hits, ({ messageId }) => String(messageId))}::bigint[],
      ${arrayOf(hits, ({ at }) => at.getTime())}::float8[]
    ) as wanted (id, message_id, at)
    where exists (
      select from hits where hits.message_id = wanted.message_id
        and hits.at >= to_timestamp(wanted.at / 1000) and hits.at < to_timestamp((wanted.at + 1) / 1000)
    )`
  return new Set(rows.map(({ id }) => id))
}
