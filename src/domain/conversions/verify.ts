import type { Db } from '../../platform/db.ts'

/** A sum that the conversions give otherwise. */
export type SumDifference = {
  table: 'conversion_rollups'
  key: string
  column: 'conversions' | 'value_micros'
  expected: string
  found: string
}

/** Sums that differ and are named. */
const MAX_ROWS = 100

/**
 * Recounts the sums from the conversions that are stored, in one statement, so of one moment. Hours before the oldest of them are left out:
 * conversions of that time may have gone by their retention.
 */
export async function verifyConversions(db: Db): Promise<SumDifference[]> {
  const rows = await db<{ key: string; conversions: string; kept: string; value: string; keptValue: string }[]>`
    with bounds as (select date_trunc('hour', min(received_at)) + interval '1 hour' as from_hour from conversions),
    counted as (
      select account_id, date_trunc('hour', at) as hour, test, name, coalesce(currency, '') as currency,
        case when state = 'attributed' then rendering_id else 0 end as rendering_id, case when state = 'attributed' then link else 0 end as link,
        case when state = 'attributed' then coalesce(device, '') else '' end as device,
        case when state = 'attributed' then coalesce(country, '') else '' end as country,
        case when state = 'attributed' then state when reason = 'view_only' then 'view_only' else 'unattributed' end as outcome,
        count(*) as conversions, sum(coalesce(value_micros, 0) - refunded_micros) as value_micros
      from conversions, bounds
      where state <> 'voided' and date_trunc('hour', at) >= from_hour
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ), kept as (select conversion_rollups.* from conversion_rollups, bounds where hour >= from_hour and (conversions <> 0 or value_micros <> 0))
    select concat_ws(', ', 'account ' || account_id, to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 'rendering ' || rendering_id,
        'link ' || link, nullif(device, ''), nullif(country, ''), name, nullif(currency, ''), outcome, case when test then 'test' end) as key,
      coalesce(counted.conversions, 0)::text as conversions, coalesce(kept.conversions, 0)::text as kept,
      coalesce(counted.value_micros, 0)::text as value, coalesce(kept.value_micros, 0)::text as "keptValue"
    from counted full join kept using (account_id, hour, test, name, currency, rendering_id, link, device, country, outcome)
    where counted.conversions is distinct from kept.conversions or counted.value_micros is distinct from kept.value_micros
    order by 1 limit ${MAX_ROWS}`
  return rows.flatMap(({ key, conversions, kept, value, keptValue }) => [
    ...differs({ key, column: 'conversions', expected: conversions, found: kept }),
    ...differs({ key, column: 'value_micros', expected: value, found: keptValue }),
  ])
}

const differs = (one: Omit<SumDifference, 'table'>): SumDifference[] =>
  one.expected === one.found ? [] : [{ table: 'conversion_rollups', ...one }]
