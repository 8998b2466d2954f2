-- breaking: nodes of the last version would send what a paused campaign holds back
-- A mass send. What it sends stands in its variants; whom it reaches follows from `audience` when it is expanded.
create table campaigns (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity unique,
  name text not null check (length(name) between 1 and 200),
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'running', 'paused', 'done', 'cancelled')),
  -- Why it is paused: by a person, by too many failures, by a spend limit, by a restore.
  pause_reason text check (pause_reason in ('manual', 'failures', 'spend_limit', 'restored', 'fault')),
  trouble text,
  api_key_id bigint references api_keys,
  sender text not null,
  audience jsonb not null check (jsonb_typeof(audience) = 'object'),
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  -- `at`: the moment it starts; `local`: that wall clock time of each recipient, `starts_at` being the earliest of them anywhere.
  schedule text not null default 'now' check (schedule in ('now', 'at', 'local')),
  local_time timestamp,
  time_zone text,
  starts_at timestamptz,
  version integer not null default 1,
  -- Expansion: all contacts up to this one are expanded or left out; the last one that is taken into account.
  expanded_to bigint not null default 0,
  expand_until bigint,
  expanded_at timestamptz,
  planned bigint not null default 0,
  -- How fast it goes, measured every few seconds by how many were submitted.
  pace_at timestamptz,
  pace_submitted bigint not null default 0,
  pace_per_second real,
  -- Whether nothing of a cancelled campaign waits any more.
  cleared boolean not null default true,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (account_id, id),
  check ((state = 'paused') = (pause_reason is not null)),
  check (schedule <> 'local' or local_time is not null)
);
create index campaigns_open on campaigns (id) where state in ('scheduled', 'running') or not cleared;
create index campaigns_account on campaigns (account_id, state, id);

create table campaign_variants (
  account_id bigint not null,
  campaign_id bigint not null,
  id bigint not null generated always as identity unique,
  position smallint not null,
  name text not null check (length(name) between 1 and 100),
  weight integer not null default 1 check (weight between 1 and 1000),
  text text not null check (length(text) <= 10000),
  links jsonb not null default '[]',
  primary key (account_id, campaign_id, id),
  foreign key (account_id, campaign_id) references campaigns,
  unique (campaign_id, position)
);

-- A rendering of a campaign belongs to one variant, so that roll-ups by rendering are the variant's.
alter table renderings add column campaign_id bigint, add column variant_id bigint;
create index renderings_campaign on renderings (campaign_id) where campaign_id is not null;
alter table batches add column campaign_id bigint, add column variant_id bigint;
create index batches_campaign on batches (campaign_id) where campaign_id is not null;

-- The campaign is the lane that a message waits in: a claim passes over those that are paused; transactional messages wait in lane 0.
-- `time_zone`: of the recipient, where the campaign has quiet hours.
alter table messages add column campaign_id bigint, add column variant_id bigint, add column time_zone text;
drop index messages_due;
create index messages_due on messages (carrier_id, (coalesce(campaign_id, 0)), send_at, id) where state = 'queued';
create index messages_campaign on messages (campaign_id, created_at, id) where campaign_id is not null;
create index messages_campaign_unknown on messages (campaign_id, id) include (variant_id) where state = 'unknown' and campaign_id is not null;

-- Recipients that a campaign left out when it was expanded, by reason.
create table campaign_omissions (
  account_id bigint not null,
  campaign_id bigint not null,
  reason text not null,
  recipients bigint not null,
  primary key (campaign_id, reason)
);

-- Messages of campaigns by state and by whether they were ever handed to a carrier, kept by a trigger, so that no way to change a state is forgotten. Spread over slots, since all processes
-- add to them at once; a number is the sum over its slots.
create table campaign_counts (
  account_id bigint not null,
  campaign_id bigint not null,
  variant_id bigint not null,
  state text not null,
  sent boolean not null,
  slot smallint not null,
  messages bigint not null,
  parts bigint not null,
  price_micros bigint not null,
  unpriced bigint not null,
  primary key (campaign_id, variant_id, state, sent, slot)
) with (fillfactor = 50);

create function count_campaign_states() returns trigger language plpgsql as $$
begin
  insert into campaign_counts as counts (account_id, campaign_id, variant_id, state, sent, slot, messages, parts, price_micros, unpriced)
  select move.account_id, move.campaign_id, move.variant_id, move.state, move.sent, pg_backend_pid() % 16, sum(sign), sum(sign * move.parts),
    sum(sign * coalesce(move.price_micros, 0)), sum(case when move.price_micros is null then sign else 0 end)
  from changed join former using (id) cross join lateral (values
    (changed.account_id, changed.campaign_id, changed.variant_id, changed.state, changed.submitted_at is not null, 1, changed.parts, changed.price_micros),
    (former.account_id, former.campaign_id, former.variant_id, former.state, former.submitted_at is not null, -1, former.parts, former.price_micros)
  ) as move (account_id, campaign_id, variant_id, state, sent, sign, parts, price_micros)
  where changed.campaign_id is not null
    and (changed.state <> former.state or (changed.submitted_at is null) <> (former.submitted_at is null))
  group by move.account_id, move.campaign_id, move.variant_id, move.state, move.sent
  order by move.campaign_id, move.variant_id, move.state, move.sent
  on conflict (campaign_id, variant_id, state, sent, slot) do update set
    messages = counts.messages + excluded.messages, parts = counts.parts + excluded.parts,
    price_micros = counts.price_micros + excluded.price_micros, unpriced = counts.unpriced + excluded.unpriced;
  return null;
end $$;
create trigger messages_count_states after update on messages
referencing old table as former new table as changed for each statement execute function count_campaign_states();

-- What all processes together have claimed of a campaign in the current second; a row from its start on. No rate: as fast as the carrier goes.
create table campaign_rates (
  campaign_id bigint primary key references campaigns (id),
  messages_per_second integer check (messages_per_second between 1 and 100000),
  quiet_from time,
  quiet_until time,
  second timestamptz not null default '-infinity',
  taken integer not null default 0,
  check ((quiet_from is null) = (quiet_until is null))
);

-- Whether it is quiet for somebody in a time zone. The hours may lie around midnight.
create function is_quiet(at timestamptz, zone text, quiet_from time, quiet_until time) returns boolean language sql stable
return case when quiet_from <= quiet_until
  then (at at time zone zone)::time >= quiet_from and (at at time zone zone)::time < quiet_until
  else (at at time zone zone)::time >= quiet_from or (at at time zone zone)::time < quiet_until end;

-- When the quiet hours next end there; days may have 23 or 25 hours.
create function quiet_end(at timestamptz, zone text, quiet_until time) returns timestamptz language sql stable
return ((at at time zone zone)::date + case when (at at time zone zone)::time < quiet_until then 0 else 1 end + quiet_until) at time zone zone;

-- What an account (key 0) or one of its keys may spend, in the account's currency. `spent_micros` stands for the period that began at
-- `period_start`; it is kept by the claim, under the row's lock, so that no two processes spend the same rest.
create table spend_limits (
  account_id bigint not null references accounts,
  api_key_id bigint not null default 0,
  period text not null check (period in ('day', 'month')),
  limit_micros bigint not null check (limit_micros >= 0),
  period_start date not null,
  spent_micros bigint not null default 0,
  primary key (account_id, api_key_id, period)
);
