-- compatible
create table messages (
  id bigint primary key,
  account_id bigint not null references accounts,
  api_key_id bigint references api_keys,
  batch_id bigint references batches,
  rendering_id bigint not null references renderings,
  carrier_id bigint not null references carriers,
  test boolean not null,
  phone text not null,
  country text,
  sender text not null,
  merge_values jsonb,
  label text,
  reference text,
  tracking text not null check (tracking in ('full', 'aggregate', 'off')),
  code_space_id smallint references code_spaces,
  first_number bigint,
  link_count smallint not null,
  link_validity interval,
  encoding text not null check (encoding in ('gsm7', 'ucs2')),
  parts smallint not null check (parts > 0),
  price_micros bigint,
  currency text,
  flash boolean not null default false,
  on_unknown text not null check (on_unknown in ('resend', 'keep')),
  state text not null check (state in ('queued', 'submitting', 'accepted', 'rejected', 'unknown', 'delivered', 'undelivered', 'expired', 'cancelled', 'suppressed')),
  attempts smallint not null default 0,
  send_at timestamptz not null,
  valid_until timestamptz not null,
  claimed_until timestamptz,
  carrier_message_id text,
  failure text,
  created_at timestamptz not null default now(),
  submitted_at timestamptz,
  accepted_at timestamptz,
  settled_at timestamptz,
  check ((batch_id is null) or on_unknown = 'keep'),
  check (state <> 'submitting' or claimed_until is not null)
);
create index messages_due on messages (carrier_id, send_at, id) where state = 'queued';
create index messages_claimed on messages (claimed_until) where state = 'submitting';
create index messages_open on messages (valid_until) where state in ('unknown', 'accepted');
create index messages_unknown on messages (submitted_at) where state = 'unknown';
create unique index messages_number on messages (code_space_id, first_number) where batch_id is null and first_number is not null;
create unique index messages_carrier_message on messages (carrier_id, carrier_message_id) where carrier_message_id is not null;
create index messages_account on messages (account_id, id);
create index messages_account_phone on messages (account_id, phone, id);
create index messages_account_state on messages (account_id, state, id);
create index messages_account_label on messages (account_id, label, id) where label is not null;
create index messages_account_reference on messages (account_id, reference, id) where reference is not null;
create index messages_account_created on messages (account_id, created_at, id);

-- The simulator's own memory: what its phones received, and the receipts it still owes.
create table simulator_messages (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  carrier_message_id text not null unique,
  reference text not null,
  phone text not null,
  sender text not null,
  text text not null,
  flash boolean not null,
  received_at timestamptz not null default now(),
  receipt text check (receipt in ('delivered', 'undelivered', 'expired')),
  receipt_due_at timestamptz,
  receipt_sent_at timestamptz,
  preview_due_at timestamptz
);
create index simulator_messages_account on simulator_messages (account_id, id);
create index simulator_messages_phone on simulator_messages (account_id, phone, id);
create index simulator_messages_due on simulator_messages (receipt_due_at) where receipt_sent_at is null and receipt_due_at is not null;
create index simulator_messages_preview on simulator_messages (preview_due_at) where preview_due_at is not null;
