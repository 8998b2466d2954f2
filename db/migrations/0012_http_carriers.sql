-- compatible
-- A carrier's settings are open, its secrets sealed by SECRET_KEY. `version` grows with each change, so that running processes notice.
alter table carriers
  drop constraint carriers_kind_check,
  add constraint carriers_kind_check check (kind in ('simulator', 'seven', 'twilio', 'generic')),
  add column settings jsonb not null default '{}',
  add column sealed_secrets bytea,
  add column version integer not null default 1,
  add column unavailable_since timestamptz,
  add column trouble text,
  add column trouble_at timestamptz;
-- Its phones and their receipts know no carrier, so there is one.
create unique index carriers_simulator on carriers (kind) where kind = 'simulator';

-- What all processes together have claimed in the current second, one row per carrier. It is apart from `carriers`, which every message refers to.
create table carrier_rates (
  carrier_id bigint primary key references carriers,
  second timestamptz not null default '-infinity',
  taken integer not null default 0
);
insert into carrier_rates (carrier_id) select id from carriers;

-- Which carrier a message takes, by number and sender.
create table routes (
  id bigint generated always as identity primary key,
  prefix text not null default '' check (prefix ~ '^[0-9]{0,15}$'),
  sender_pattern text not null default '*' check (length(sender_pattern) between 1 and 32),
  priority integer not null default 100 check (priority between 1 and 1000),
  carrier_id bigint not null references carriers,
  fallback_carrier_id bigint references carriers check (fallback_carrier_id <> carrier_id)
);
create unique index routes_same on routes (prefix, lower(sender_pattern), priority);

alter table messages add column fallback_carrier_id bigint references carriers;

-- Receipts that came before the answer to their submit, and name their message by the carrier's id alone.
create table parked_receipts (
  carrier_id bigint not null references carriers,
  carrier_message_id text not null,
  state text not null check (state in ('delivered', 'undelivered', 'expired')),
  at timestamptz not null,
  failure text,
  parked_at timestamptz not null default now(),
  primary key (carrier_id, carrier_message_id)
);
create index parked_receipts_age on parked_receipts (parked_at);

-- What people wrote back. `phone` is whose it is, `recipient` the number that it was sent to; no account where none can be told.
create table inbound_messages (
  id bigint generated always as identity primary key,
  carrier_id bigint not null references carriers,
  carrier_message_id text not null,
  account_id bigint references accounts,
  answers_message_id bigint,
  phone text not null,
  recipient text not null,
  text text not null,
  received_at timestamptz not null default now(),
  unique (carrier_id, carrier_message_id)
);
create index inbound_messages_account on inbound_messages (account_id, id);
create index inbound_messages_phone on inbound_messages (account_id, phone, id);
