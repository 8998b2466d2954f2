-- compatible
-- Where the codes of a range stand whose messages were deleted: below this number, one that no message owns answers 410.
alter table batches add column deleted_below bigint;
create index batches_rendering on batches (rendering_id) where rendering_id is not null;

-- values_erased_at: merge values went by their retention, those excepted that a link still needs. erased_at: the person was erased.
alter table messages add column values_erased_at timestamptz;
alter table messages add column erased_at timestamptz;
create index messages_rendering on messages (rendering_id);
create index messages_values on messages ((coalesce(settled_at, valid_until)))
  where merge_values is not null and values_erased_at is null and state not in ('queued', 'submitting');
create index messages_kept_values on messages (id) where merge_values is not null and values_erased_at is not null and link_validity is not null;
create index messages_erased on messages (id) where erased_at is not null;
create index renderings_template_version on renderings (template_version_id);

-- A hit whose recipient was erased has lost what its verdict was judged by, so the rules leave it as it is.
alter table hits add column erased boolean not null default false;

-- Orders to erase a person, worked off in slices. The number goes when the work is done.
create table erasures (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  phone text,
  phone_hash bytea not null,
  actor text not null,
  stage text not null default 'messages',
  position text not null default '',
  messages integer not null default 0,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((phone is null) = (finished_at is not null))
);
create unique index erasures_open on erasures (account_id, phone) where finished_at is null;
create index erasures_finished on erasures (finished_at) where finished_at is not null;
create index audit_entries_at on audit_entries (at);
create index simulator_messages_received on simulator_messages (received_at);
create index setup_links_expiry on setup_links (expires_at);
