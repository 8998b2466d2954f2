-- compatible
-- Saved rules of audiences. One names neither other segments nor numbers: so there are no cycles, and it tells of nobody.
create table segments (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity,
  name text not null check (length(name) between 1 and 100),
  rule jsonb not null check (jsonb_typeof(rule) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, name)
);

-- An audience asks for each of a million contacts what it got of a campaign or of a text: by the number, one step in the index that was there before.
drop index messages_rendering;
create index messages_rendering on messages (rendering_id, phone);

-- And how often a number could not be reached; few messages are in this index.
create index messages_undelivered on messages (account_id, phone, created_at)
  where state in ('undelivered', 'expired') and submitted_at is not null and not test;
