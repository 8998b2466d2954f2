-- compatible
-- What clients of seven.io find of their account there: the sender of messages that name none, and the key that signs hooks and requests.
create table seven_settings (
  account_id bigint primary key references accounts,
  sender text check (length(sender) between 1 and 16),
  requires_signature boolean not null default false,
  sealed_signing_key bytea
);

-- Signed requests that were answered, so that none works a second time. A nonce means something for as long as its time is accepted.
create table seven_nonces (
  account_id bigint not null references accounts,
  nonce text not null check (length(nonce) between 1 and 100),
  at timestamptz not null default now(),
  primary key (account_id, nonce)
);
create index seven_nonces_age on seven_nonces (at);

-- Hooks as seven.io sends them. The method is theirs: JSON and POST both post, GET has everything in the query.
alter table webhook_endpoints
  drop constraint webhook_endpoints_format_check,
  add constraint webhook_endpoints_format_check check (format in ('standard', 'seven')),
  add column method text not null default 'POST' check (method in ('POST', 'JSON', 'GET')),
  add column event_filter text check (length(event_filter) between 1 and 50);
