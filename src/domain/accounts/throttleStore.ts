import type { Db } from '../../platform/db.ts'

/** What failures are counted by. */
export type Bucket = 'email_on_network' | 'network'
type Slots = Record<Bucket, number>
const slots = (db: Db, { email_on_network: emailOnNetwork, network }: Slots) =>
  db`(('email_on_network', ${emailOnNetwork}::int), ('network', ${network}::int))`

/** What only this installation knows. */
export const readHashKey = async (db: Db): Promise<Buffer> => {
  const [row] = await db<{ key: Buffer }[]>`select secret_check as key from installation`
  return row?.key ?? Buffer.alloc(0)
}

/** In the order in which they are locked. */
export const makeFailureRows = (db: Db, { email_on_network: emailOnNetwork, network }: Slots) => db`
  insert into sign_in_failures (bucket, slot, failures, last_at)
  values ('email_on_network', ${emailOnNetwork}, 0, now()), ('network', ${network}, 0, now())
  on conflict do nothing`

/** Held until the transaction ends, so that attempts at the same moment are counted one after the other. */
export const listFailures = (db: Db, { memoryMinutes, ...of }: Slots & { memoryMinutes: number }) => db<
  { bucket: Bucket; count: number; agoMs: number }[]
>`
  select bucket, case when last_at < now() - make_interval(mins => ${memoryMinutes}) then 0 else failures end as count,
    (extract(epoch from clock_timestamp() - last_at) * 1000)::float8 as "agoMs"
  from sign_in_failures where (bucket, slot) in ${slots(db, of)}
  order by bucket, slot for update`

export const raiseFailures = (db: Db, { memoryMinutes, ...of }: Slots & { memoryMinutes: number }) => db`
  update sign_in_failures
  set failures = case when last_at < now() - make_interval(mins => ${memoryMinutes}) then 1 else least(failures + 1, 1000) end,
    last_at = clock_timestamp()
  where (bucket, slot) in ${slots(db, of)}`

export const resetFailures = (db: Db, { slot }: { slot: number }) => db`
  update sign_in_failures set failures = 0 where bucket = 'email_on_network' and slot = ${slot}`

export const lowerFailures = (db: Db, { slot }: { slot: number }) => db`
  update sign_in_failures set failures = greatest(failures - 1, 0) where bucket = 'network' and slot = ${slot}`

export const deleteDeadFailures = (db: Db, { memoryMinutes, limit }: { memoryMinutes: number; limit: number }) => db`
  delete from sign_in_failures where ctid = any(array(
    select ctid from sign_in_failures where last_at < now() - make_interval(mins => ${memoryMinutes}) limit ${limit} for update skip locked
  ))
  returning 1`
