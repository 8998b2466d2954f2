-- compatible
-- One row that says which SECRET_KEY this database belongs to, so that a foreign one is refused at start.
create table installation (
  id boolean primary key default true check (id),
  secret_check bytea not null,
  created_at timestamptz not null default now()
);

create table accounts (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 100),
  currency text check (currency ~ '^[A-Z]{3}$'),
  default_country text check (default_country ~ '^[A-Z]{2}$'),
  tracking text not null default 'full' check (tracking in ('full', 'aggregate', 'off')),
  gpc text not null default 'count' check (gpc in ('count', 'aggregate')),
  merge_fields_in_urls boolean not null default false,
  link_form text not null default 'full' check (link_form in ('full', 'bare')),
  link_validity_days integer check (link_validity_days between 1 and 3650),
  fallback_url text,
  referrer_policy text not null default 'no-referrer' check (referrer_policy in ('no-referrer', 'origin', 'strict-origin-when-cross-origin')),
  utm jsonb not null default '{}' check (jsonb_typeof(utm) = 'object'),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);

-- Caches of other processes follow changes by this time; see domain/links/changes.ts.
create function touch_changed_at() returns trigger language plpgsql as $$
begin
  new.changed_at = clock_timestamp();
  return new;
end
$$;
create trigger accounts_changed before update on accounts for each row execute function touch_changed_at();

create table users (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  email text not null unique check (email = lower(email)),
  password_hash text not null,
  created_at timestamptz not null default now()
);
create index users_account on users (account_id);

-- A link that lets somebody set e-mail and password: of a new user, or of an existing one who forgot.
create table setup_links (
  token_hash bytea primary key,
  account_id bigint not null references accounts,
  user_id bigint references users,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table sessions (
  token_hash bytea primary key,
  account_id bigint not null references accounts,
  user_id bigint not null references users,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
create index sessions_user on sessions (user_id);

create table api_keys (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  public_id text not null unique check (length(public_id) = 8),
  secret_hash bytea not null,
  name text not null check (length(name) between 1 and 100),
  mode text not null check (mode in ('live', 'test')),
  scopes text[] not null,
  rate_per_minute integer not null default 6000 check (rate_per_minute between 1 and 1000000),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_account on api_keys (account_id);

create table idempotency_answers (
  account_id bigint not null references accounts,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status smallint not null,
  body jsonb not null,
  created_at timestamptz not null default now(),
  primary key (account_id, key)
);
create index idempotency_answers_created on idempotency_answers (created_at);

create table audit_entries (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  data jsonb not null default '{}'
);
create index audit_entries_account on audit_entries (account_id, id);
