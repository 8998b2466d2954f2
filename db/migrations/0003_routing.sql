-- compatible
-- Carriers belong to the operator, not to an account.
create table carriers (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('simulator')),
  name text not null unique,
  messages_per_second integer not null default 500 check (messages_per_second between 1 and 100000),
  paused_at timestamptz
);
insert into carriers (kind, name) values ('simulator', 'Simulator');

-- What a part costs, as the operator says it; a country without a row has no known price.
create table prices (
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  price_micros bigint not null check (price_micros >= 0),
  primary key (country, currency)
);
