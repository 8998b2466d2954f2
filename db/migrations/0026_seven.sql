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
