-- compatible
-- A mass send. What it sends stands in its variants; whom it reaches follows from `audience` when it is expanded.
create table campaigns (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity unique,
  name text not null check (length(name) between 1 and 200),
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'running', 'paused', 'done', 'cancelled')),
  -- Why it is paused: by a person, by too many failures, by a spend limit, by a restore.
  pause_reason text check (pause_reason in ('manual', 'failures', 'spend_limit', 'restored', 'fault')),
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
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (account_id, id),
  check ((state = 'paused') = (pause_reason is not null)),
  check (schedule <> 'local' or local_time is not null)
);
create index campaigns_open on campaigns (id) where state in ('scheduled', 'running');

create table campaign_variants (
  account_id bigint not null,
  campaign_id bigint not null,
  id bigint not null generated always as identity unique,
  position smallint not null,
  name text not null check (length(name) between 1 and 100),
  weight integer not null default 1 check (weight between 1 and 1000),
  text text not null check (length(text) <= 10000),
  links jsonb not null default '[]',
  -- Made when the text is first expanded, anew after an edit.
  rendering_id bigint references renderings,
  primary key (account_id, campaign_id, id),
  foreign key (account_id, campaign_id) references campaigns,
  unique (campaign_id, position)
);

-- A rendering of a campaign belongs to one variant, so that roll-ups by rendering are the variant's.
alter table renderings add column campaign_id bigint, add column variant_id bigint;
create index renderings_campaign on renderings (campaign_id) where campaign_id is not null;
alter table batches add column campaign_id bigint, add column variant_id bigint;
create index batches_campaign on batches (campaign_id) where campaign_id is not null;

-- The campaign is the lane that a message waits in: a claim passes over those that are paused. Transactional messages have none.
alter table messages add column campaign_id bigint, add column variant_id bigint;
