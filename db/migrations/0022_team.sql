-- compatible
-- Those who could sign in before could do everything.
alter table users
  add column role text not null default 'owner' check (role in ('owner', 'marketer', 'developer', 'viewer')),
  add column language text check (language in ('en', 'de'));

-- What the screens show times in; texts and schedules name their own.
alter table accounts add column time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64);

-- Lets somebody new into an account. What stands in the link is stored as a hash.
create table invitations (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity unique,
  token_hash bytea not null unique,
  role text not null check (role in ('owner', 'marketer', 'developer', 'viewer')),
  note text not null default '' check (length(note) <= 200),
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (account_id, id)
);
create index invitations_expiry on invitations (expires_at);

-- Failed sign-ins by network, and by address on a network. Keys are slots of a hash, so the table has an end whoever tries.
create table sign_in_failures (
  bucket text not null check (bucket in ('network', 'email_on_network')),
  slot integer not null,
  failures integer not null,
  last_at timestamptz not null,
  primary key (bucket, slot)
);
create index sign_in_failures_age on sign_in_failures (last_at);
