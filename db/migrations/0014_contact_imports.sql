-- compatible
-- A file of contacts on its way in. `position` is the byte of the file where the next row begins; it moves in the transaction that writes
-- the rows before it, so a process that dies loses nothing and repeats nothing.
create table contact_imports (
  account_id bigint not null references accounts,
  id bigint generated always as identity primary key,
  state text not null check (state in ('uploading', 'queued', 'running', 'done', 'failed', 'cancelled')),
  file_name text check (length(file_name) <= 255),
  encoding text not null check (encoding in ('utf-8', 'utf-16le', 'utf-16be', 'windows-1252')),
  delimiter text not null check (length(delimiter) = 1),
  line_break text not null check (line_break in (E'\n', E'\r')),
  header text[] not null,
  targets text[] not null,
  rule text not null check (rule in ('skip', 'update', 'replace')),
  default_country text,
  group_ids bigint[] not null default '{}',
  consent_source text,
  consent_at timestamptz,
  consent_wording text,
  size bigint not null default 0,
  position bigint not null default 0,
  line integer not null default 1,
  rows integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  skipped integer not null default 0,
  duplicates integer not null default 0,
  rejected integer not null default 0,
  failure text,
  claim uuid,
  claimed_until timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  finished_at timestamptz,
  check (rows = created + updated + skipped + duplicates + rejected),
  check (position <= size),
  check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)),
  check ((state = 'running') = (claim is not null and claimed_until is not null))
);
create index contact_imports_account on contact_imports (account_id, id);
create index contact_imports_open on contact_imports (id) where state in ('uploading', 'queued', 'running');

-- The file itself, 256 KiB to a row, for any node to read. Each part is removed once its rows are written.
create table contact_import_chunks (
  import_id bigint not null references contact_imports on delete cascade,
  number integer not null,
  data bytea not null,
  primary key (import_id, number)
);
-- A file of text would be compressed on its way in, at a fraction of the disk's speed, to lie there for a minute.
alter table contact_import_chunks alter column data set storage external;

-- Rows that were not taken, as they were written, with the reason.
create table contact_import_rejections (
  account_id bigint not null references accounts,
  import_id bigint not null references contact_imports on delete cascade,
  line integer not null,
  code text not null,
  detail text not null,
  cells text[] not null,
  primary key (import_id, line)
);
