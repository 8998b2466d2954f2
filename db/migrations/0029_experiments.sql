-- compatible
-- Draws who gets which variant, and who is held out: nobody outside can tell from a contact's id.
alter table campaigns add column draw_key uuid not null default gen_random_uuid();

-- Null: that of the campaign.
alter table campaign_variants add column sender text check (length(sender) between 1 and 16);

-- A campaign whose variants compete. `pass` 1 expands all, or the test; 2 those who waited for the winner.
create table experiments (
  account_id bigint not null,
  campaign_id bigint not null,
  design jsonb not null check (jsonb_typeof(design) = 'object'),
  phase text not null default 'draft' check (phase in ('draft', 'running', 'asking', 'decided', 'ended')),
  pass smallint not null default 1 check (pass in (1, 2)),
  -- The expansion stands still until a decision.
  is_waiting boolean not null default false,
  -- So many recipients may be drawn until then; null: all.
  allowance bigint,
  -- Of the variants, by id; null: by the weights of the design.
  shares jsonb,
  decisions integer not null default 0,
  -- Messages that all variants together were going to get, as it looked when the figures were first taken.
  planned bigint check (planned > 0),
  -- How long each message is watched: what comes later is no evidence. Null until the first look.
  watch_seconds integer check (watch_seconds > 0),
  started_at timestamptz,
  deadline_at timestamptz,
  -- When nothing waited any more for the first time, since the expansion stands still.
  settled_at timestamptz,
  next_look_at timestamptz,
  looked_at timestamptz,
  look jsonb,
  -- The number of the decision that ended it.
  verdict integer,
  primary key (account_id, campaign_id),
  unique (campaign_id),
  foreign key (account_id, campaign_id) references campaigns (account_id, id),
  check ((phase = 'draft') = (started_at is null))
);
create index experiments_due on experiments (next_look_at) where next_look_at is not null;

-- Each with all that it was made from, so that it can be made again.
create table experiment_decisions (
  account_id bigint not null,
  campaign_id bigint not null,
  number integer not null check (number > 0),
  at timestamptz not null default now(),
  actor text not null,
  inputs json not null,
  outcome json not null,
  primary key (account_id, campaign_id, number),
  foreign key (account_id, campaign_id) references experiments (account_id, campaign_id)
);

-- How many contacts were drawn under the shares of a decision (0: before the first), and how many of them got a message. Variant 0: held out.
create table experiment_draws (
  account_id bigint not null,
  campaign_id bigint not null,
  decision integer not null,
  pass smallint not null,
  variant_id bigint not null,
  share float8 not null,
  drawn bigint not null,
  made bigint not null,
  primary key (account_id, campaign_id, decision, pass, variant_id),
  foreign key (account_id, campaign_id) references experiments (account_id, campaign_id)
);

-- Those who got nothing, so that one can tell what sending changes.
create table experiment_holdouts (
  account_id bigint not null,
  campaign_id bigint not null,
  phone text not null collate "C" check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  at timestamptz not null default now(),
  primary key (account_id, campaign_id, phone)
);
create index experiment_holdouts_phone on experiment_holdouts (account_id, phone);
create index experiment_holdouts_at on experiment_holdouts (at);
