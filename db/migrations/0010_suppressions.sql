-- compatible
-- Numbers that must not be sent to. The hash is keyed by SECRET_KEY and outlives the number, which goes when its person is erased.
create table suppressions (
  account_id bigint not null references accounts,
  phone_hash bytea not null check (length(phone_hash) = 32),
  phone text,
  source text not null check (length(source) between 1 and 50),
  created_at timestamptz not null default now(),
  primary key (account_id, phone_hash)
);
-- Claims look here for each message that is due.
create unique index suppressions_phone on suppressions (account_id, phone) where phone is not null;
