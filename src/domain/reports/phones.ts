import type { MessageState } from '../../contract/messages.ts'
import type { ReplyKind } from '../../lib/replies.ts'
import type { Db } from '../../platform/db.ts'

export type SimulatedPhone = { phone: string; lastText: string; lastAt: Date }

/** Messages that the list of phones is made from, so that a million of them cost no more than a few. */
const LOOKED_AT = 2_000

/** Phones by their last message, newest first. */
export const selectPhones = (db: Db, { accountId, limit }: { accountId: bigint; limit: number }) => db<SimulatedPhone[]>`
  with recent as (
    select id, phone, text, received_at from simulator_messages
    where account_id = ${accountId} order by id desc limit ${LOOKED_AT}
  ), last as (
    select distinct on (phone) id, phone, left(text, 80) as text, received_at from recent order by phone, id desc
  )
  select phone, text as "lastText", received_at as "lastAt" from last order by id desc limit ${limit}`

/** One tracked link of a message, in the order of the text. */
export type LinkReport = {
  destination: string
  clicks: number
  views: number
  firstClickAt: string | null
  firstViewAt: string | null
}

export type PhoneMessage = {
  id: bigint
  sender: string
  text: string
  flash: boolean
  receivedAt: Date
  messageId: bigint | null
  state: MessageState | null
  settledAt: Date | null
  test: boolean | null
  tracking: 'full' | 'aggregate' | 'off' | null
  links: LinkReport[] | null
}

type Asked = { accountId: bigint; phone: string; limit: number }

/** What one simulated phone got, newest first, with what we recorded of it. */
export const selectPhoneMessages = (db: Db, { accountId, phone, limit }: Asked) => db<PhoneMessage[]>`
  with got as (
    select id, sender, text, flash, received_at, case when reference ~ '^[0-9]{1,18}$' then reference::bigint end as message_id
    from simulator_messages where account_id = ${accountId} and phone = ${phone}
    order by id desc limit ${limit}
  )
  select got.id, got.sender, got.text, got.flash, got.received_at as "receivedAt", messages.id as "messageId", state,
    settled_at as "settledAt", test, tracking, (
      select json_agg(json_build_object(
        'destination', destination, 'clicks', coalesce(link_totals.clicks, 0), 'views', coalesce(link_totals.views, 0),
        'firstClickAt', link_totals.first_click_at, 'firstViewAt', link_totals.first_view_at
      ) order by position)
      from links
      left join link_totals on link_totals.message_id = messages.id and link_totals.link = links.position
      where links.rendering_id = messages.rendering_id
    ) as links
  from got
  left join messages on messages.id = got.message_id and messages.account_id = ${accountId}
  order by got.id desc`

export type PhoneReplyRow = {
  id: bigint
  recipient: string
  text: string
  kind: ReplyKind
  isSure: boolean
  handled: 'opted_out' | 'opted_in' | 'kept' | 'none'
  test: boolean
  receivedAt: Date
}

/** What was written on one simulated phone, newest first. */
export const selectPhoneReplies = (db: Db, { accountId, phone, limit }: Asked) => db<PhoneReplyRow[]>`
  select inbound_messages.id, recipient, text, inbound_messages.kind, is_sure as "isSure", handled, test, received_at as "receivedAt"
  from inbound_messages join carriers on carriers.id = carrier_id and carriers.kind = 'simulator'
  where account_id = ${accountId} and phone = ${phone}
  order by inbound_messages.id desc limit ${limit}`
