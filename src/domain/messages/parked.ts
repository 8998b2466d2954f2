import type { Db } from '../../platform/db.ts'
import type { Receipt } from './carrier.ts'

/**
 * Parks receipts that name their message by the carrier's id alone, where no message has that id yet: the answer to the submit, which tells
 * it, is still on its way. The first receipt for an id stays; a repetition changes nothing.
 */
export async function parkUnmatched(db: Db, { carrierId, receipts }: { carrierId: bigint; receipts: readonly Receipt[] }): Promise<void> {
  const rows = receipts.flatMap(({ carrierMessageId, reference, state, at, failure }) =>
    carrierMessageId === undefined || reference !== undefined ? [] : [{ carrier_message_id: carrierMessageId, state, at, failure }],
  )
  if (rows.length === 0) return
  await db`
    insert into parked_receipts (carrier_id, carrier_message_id, state, at, failure)
    select ${carrierId}, carrier_message_id, state, at, failure
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as receipt(carrier_message_id text, state text, at timestamptz, failure text)
    where not exists (
      select from messages where carrier_id = ${carrierId} and messages.carrier_message_id = receipt.carrier_message_id
    )
    on conflict do nothing`
}

type Parked = { carrierId: bigint; carrierMessageId: string; state: Receipt['state']; at: Date; failure: string | null }

/** Takes parked receipts whose message is known by now. */
export const takeMatched = (db: Db, { limit }: { limit: number }) => db<Parked[]>`
  delete from parked_receipts where (carrier_id, carrier_message_id) in (
    select carrier_id, carrier_message_id from parked_receipts as parked
    where exists (
      select from messages where messages.carrier_id = parked.carrier_id and messages.carrier_message_id = parked.carrier_message_id
    )
    order by parked_at limit ${limit} for update skip locked
  )
  returning carrier_id as "carrierId", carrier_message_id as "carrierMessageId", state, at, failure`

/** An answer that has not come by then never comes, so the receipt belongs to somebody else's message. */
const PARKED_MINUTES = 60
/** Most receipts parked at once; the oldest go first. */
const MAX_PARKED = 100_000

/** Forgets parked receipts that are too old or too many. */
export const dropOldParked = (db: Db, { limit }: { limit: number }) => db`
  delete from parked_receipts where (carrier_id, carrier_message_id) in (
    select carrier_id, carrier_message_id from parked_receipts
    where parked_at < now() - make_interval(mins => ${PARKED_MINUTES})
      or parked_at < (select parked_at from parked_receipts order by parked_at desc offset ${MAX_PARKED} limit 1)
    order by parked_at limit ${limit} for update skip locked
  )`
