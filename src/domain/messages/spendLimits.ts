import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'

/** What an account, or one of its keys, may spend in a day or month of UTC. */
export type SpendLimit = { keyId: bigint | null; period: 'day' | 'month'; limitMicros: bigint; spentMicros: bigint }

type Target = { accountId: bigint; keyId: bigint | null; period: 'day' | 'month' }

/** Scheduled messages are made before the period in which they are sent. */
const MADE_BEFORE_DAYS = 40

export const listSpendLimits = (db: Db, { accountId }: { accountId: bigint }) => db<SpendLimit[]>`
  select nullif(api_key_id, 0) as "keyId", period, limit_micros as "limitMicros",
    case when period_start = date_trunc(period, now() at time zone 'UTC')::date then spent_micros else 0 end as "spentMicros"
  from spend_limits where account_id = ${accountId} order by api_key_id, period limit 1000`

/** What the narrowest of the limits of an account and one of its keys leaves, 0 or more; undefined without a limit. */
export async function roomToSpend(db: Db, { accountId, keyId }: { accountId: bigint; keyId: bigint | null }): Promise<bigint | undefined> {
  const [row] = await db<{ room: bigint | null }[]>`
    select min(greatest(0, limit_micros - case when period_start = date_trunc(period, now() at time zone 'UTC')::date then spent_micros else 0 end)) as room
    from spend_limits where account_id = ${accountId} and api_key_id in (0, ${keyId ?? 0n})`
  return row?.room ?? undefined
}

/**
 * Sets a limit, or takes it away. What was spent in the period so far counts.
 * @throws AppError `spend_limit_invalid` for an unknown key, or an account without a currency
 */
export async function setSpendLimit(db: Db, { limitMicros, ...target }: Target & { limitMicros: bigint | null }): Promise<void> {
  const { accountId, keyId, period } = target
  if ((await accountSettings(db, accountId)).currency === null)
    throw new AppError(
      'spend_limit_invalid',
      'The account has no currency, since the operator has set no price yet: "tapline price set" does.',
    )
  if (keyId !== null && !(await hasKey(db, { accountId, keyId })))
    throw new AppError('spend_limit_invalid', `The account has no key ${keyId}.`, { field: 'key_id' })
  await inTransaction(db, async (tx) => {
    // Whoever claims now waits, so that what is counted here is counted once.
    await tx`select from spend_limits where account_id = ${accountId} for update`
    if (limitMicros === null)
      await tx`delete from spend_limits where account_id = ${accountId} and api_key_id = ${keyId ?? 0n} and period = ${period}`
    else await upsertLimit(tx, { ...target, limitMicros })
  })
}

async function hasKey(db: Db, { accountId, keyId }: { accountId: bigint; keyId: bigint }): Promise<boolean> {
  return (await db`select from api_keys where account_id = ${accountId} and id = ${keyId}`).length > 0
}

const upsertLimit = (db: Db, { accountId, keyId, period, limitMicros }: Target & { limitMicros: bigint }) => db`
  insert into spend_limits (account_id, api_key_id, period, limit_micros, period_start, spent_micros)
  select ${accountId}, ${keyId ?? 0n}, ${period}, ${limitMicros}, date_trunc(${period}, now() at time zone 'UTC')::date, coalesce(sum(price_micros), 0)
  from messages
  where account_id = ${accountId} and submitted_at >= date_trunc(${period}, now() at time zone 'UTC') at time zone 'UTC'
    and created_at >= now() - make_interval(days => ${MADE_BEFORE_DAYS}) ${keyId === null ? db`` : db`and api_key_id = ${keyId}`}
  on conflict (account_id, api_key_id, period) do update set limit_micros = excluded.limit_micros`
