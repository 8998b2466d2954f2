import { appendEvents } from '../domain/outbox.ts'
import type { Transaction } from '../platform/db.ts'
import type { Scene } from './stage.ts'

/** What became of a message, and when. `sentAt` is undefined for one that waits on. */
export type Fate = {
  id: bigint
  createdAt: Date
  sentAt: Date
  state: 'accepted' | 'delivered' | 'undelivered' | 'expired' | 'rejected' | 'unknown'
  settledAt: Date | undefined
  failure: string | undefined
}

/**
 * Sends messages in the past. No function of the domain can: each takes the database's clock. What is written here is what claim, outcome and
 * receipt would have left, events included.
 */
export async function sendInPast(scene: Scene, fates: readonly Fate[]): Promise<void> {
  if (fates.length === 0) return
  const { tx } = scene
  const rows = await writeFates(tx, fates)
  const since = scene.now.getTime() - scene.eventsDays * 86_400_000
  const recent = new Set(fates.filter(({ sentAt }) => sentAt.getTime() > since).map(({ id }) => id))
  const told = rows.filter(({ id }) => recent.has(id))
  const eventOf = (state: Fate['state']) => (row: SentRow) => ({
    ...{ accountId: scene.accountId, type: `message.${state}` as const, test: row.test },
    data: { message_id: String(row.id), reference: row.reference, label: row.label, failure: row.failure },
  })
  const taken = told.filter(({ state }) => state !== 'rejected' && state !== 'unknown')
  await appendEvents(tx, taken.map(eventOf('accepted')))
  for (const state of ['delivered', 'undelivered', 'expired', 'rejected', 'unknown'] as const)
    await appendEvents(tx, told.filter((row) => row.state === state).map(eventOf(state)))
}

type SentRow = { id: bigint; state: Fate['state']; test: boolean; reference: string | null; label: string | null; failure: string | null }

const writeFates = (tx: Transaction, fates: readonly Fate[]) => tx<SentRow[]>`
  update messages
  set state = fate.state, attempts = 1, created_at = fate.created_at, submitted_at = fate.sent_at, failure = fate.failure,
    send_at = fate.created_at, valid_until = fate.created_at + (valid_until - send_at), settled_at = fate.settled_at,
    accepted_at = case when fate.state not in ('rejected', 'unknown') then fate.sent_at + interval '140 ms' end,
    carrier_message_id = case when fate.state not in ('rejected', 'unknown') then 'past-' || messages.id end
  from json_to_recordset(${JSON.stringify(
    fates.map(({ id, createdAt, sentAt, state, settledAt, failure }) => ({
      ...{ id: String(id), state, failure },
      ...{ created_at: createdAt, sent_at: sentAt, settled_at: settledAt },
    })),
  )}::text::json) as fate(id bigint, state text, created_at timestamptz, sent_at timestamptz, settled_at timestamptz, failure text)
  where messages.id = fate.id
  returning messages.id, messages.state, messages.test, messages.reference, messages.label, messages.failure`

/** What a transaction leaves its own time in, besides messages: each is moved to when the scene plays. */
const moments: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['api_keys', ['created_at']],
  ['audit_entries', ['at']],
  ['batches', ['created_at']],
  ['campaigns', ['created_at', 'starts_at', 'started_at', 'expanded_at', 'finished_at', 'pace_at']],
  ['consents', ['recorded_at']],
  ['contact_groups', ['created_at']],
  ['contact_imports', ['created_at', 'changed_at', 'finished_at']],
  ['contacts', ['created_at', 'updated_at']],
  ['conversion_corrections', ['at']],
  ['experiment_decisions', ['at']],
  ['experiments', ['started_at', 'looked_at']],
  ['inbound_messages', ['received_at']],
  ['links', ['created_at']],
  ['notices', ['at']],
  ['opt_outs', ['created_at', 'ended_at']],
  ['outbox', ['at']],
  ['renderings', ['created_at']],
  ['segments', ['created_at', 'updated_at']],
  ['suppressions', ['created_at']],
  ['template_versions', ['created_at']],
  ['webhook_endpoints', ['created_at', 'state_at']],
]

/** Moves what the scene has written up to here, and nothing else, to another time: its rows have the time at which its transaction began. */
export async function moveTo({ tx, accountId }: Pick<Scene, 'tx' | 'accountId'>, at: Date): Promise<void> {
  await placeEvents(tx, { accountId })
  for (const [table, columns] of moments)
    for (const column of columns)
      await tx`update ${tx(table)} set ${tx(column)} = ${at} where account_id = ${accountId} and ${tx(column)} = now()`
}

/** Events of messages and hits say by themselves when they happened. */
export const placeEvents = (tx: Transaction, { accountId }: { accountId: bigint }) => tx`
  update outbox set at = happened.at
  from (
    select outbox.id, outbox.xid, case
        when type in ('hit.click', 'hit.view', 'hit.bot', 'hit.prefetch') then (outbox.data->>'at')::timestamptz
        when type = 'message.accepted' then messages.accepted_at
        else coalesce(messages.settled_at, messages.submitted_at) end as at
    from outbox left join messages on messages.id = (outbox.data->>'message_id')::bigint and outbox.type like 'message.%'
    where outbox.account_id = ${accountId} and outbox.at = now() and (type like 'hit.%' or type like 'message.%')
  ) as happened
  where outbox.id = happened.id and outbox.xid = happened.xid and outbox.at = now() and happened.at is not null`

/** Opt-outs that this transaction made, each at its time. */
export async function placeOptOuts(
  tx: Transaction,
  { accountId, optOuts }: { accountId: bigint; optOuts: readonly { phone: string; at: Date }[] },
): Promise<void> {
  const given = JSON.stringify(optOuts)
  await tx`
    update outbox set at = given.at
    from json_to_recordset(${given}::text::json) as given(phone text, at timestamptz)
    join opt_outs on opt_outs.account_id = ${accountId} and opt_outs.phone = given.phone and opt_outs.created_at = now()
    where outbox.account_id = ${accountId} and outbox.at = now() and outbox.type = 'contact.opted_out' and outbox.data->>'opt_out_id' = opt_outs.id::text`
  for (const table of ['opt_outs', 'suppressions'])
    await tx`
      update ${tx(table)} set created_at = given.at from json_to_recordset(${given}::text::json) as given(phone text, at timestamptz)
      where account_id = ${accountId} and ${tx(table)}.phone = given.phone and created_at = now()`
}

/** Events past their retention are gone, as they would be by now. */
export const forgetOldEvents = (tx: Transaction, { accountId, days }: { accountId: bigint; days: number }) => tx`
  delete from outbox where account_id = ${accountId} and at < now() - make_interval(days => ${days})`
