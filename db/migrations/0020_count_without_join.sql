-- compatible
-- The former and the new rows of a statement are added up instead of joined: a plan made for a slice joined by nested loops, which took 4 ms for 200 rows and minutes for a hundred thousand.
create or replace function count_campaign_states() returns trigger language plpgsql as $$
begin
  insert into campaign_counts as counts (account_id, campaign_id, variant_id, state, sent, slot, messages, parts, price_micros, unpriced)
  select account_id, campaign_id, variant_id, state, sent, pg_backend_pid() % 16, sum(sign), sum(sign * parts),
    sum(sign * coalesce(price_micros, 0)), sum(case when price_micros is null then sign else 0 end)
  from (
    select account_id, campaign_id, variant_id, state, submitted_at is not null as sent, parts, price_micros, 1 as sign from changed where campaign_id is not null
    union all
    select account_id, campaign_id, variant_id, state, submitted_at is not null, parts, price_micros, -1 from former where campaign_id is not null
  ) as moves
  group by account_id, campaign_id, variant_id, state, sent
  having sum(sign) <> 0 or sum(sign * parts) <> 0 or sum(sign * coalesce(price_micros, 0)) <> 0 or sum(case when price_micros is null then sign else 0 end) <> 0
  order by campaign_id, variant_id, state, sent
  on conflict (campaign_id, variant_id, state, sent, slot) do update set
    messages = counts.messages + excluded.messages, parts = counts.parts + excluded.parts,
    price_micros = counts.price_micros + excluded.price_micros, unpriced = counts.unpriced + excluded.unpriced;
  return null;
end $$;
