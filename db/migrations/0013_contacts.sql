-- compatible
-- People to whom an account may send, by number. Country, mobile and time zone follow from the number; a time zone of the contact's own goes before.
-- The number is compared byte by byte, so that its index also serves the beginnings of numbers.
create table contacts (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity,
  phone text collate "C" not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  country text,
  mobile boolean,
  time_zone text,
  time_zone_basis text check (time_zone_basis in ('own', 'country', 'area', 'guess')),
  fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  import_id bigint,
  import_line integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, phone),
  check ((time_zone is null) = (time_zone_basis is null))
);
create index contacts_fields on contacts using gin (fields jsonb_path_ops);

-- Every name of a custom field that an account's contacts ever had: the columns of an export, and a bound on their number.
create table contact_fields (
  account_id bigint not null references accounts,
  name text not null check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,63}$'),
  created_at timestamptz not null default now(),
  primary key (account_id, name)
);

create table contact_groups (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, name)
);

-- No foreign keys: to check each of a million members again costs a quarter of an import. Who adds members holds their groups and contacts
-- locked, and who deletes a group or a contact deletes its memberships in the same transaction; see domain/contacts/groupStore.ts.
create table contact_group_members (
  account_id bigint not null,
  group_id bigint not null,
  contact_id bigint not null,
  primary key (account_id, group_id, contact_id)
);
create index contact_group_members_contact on contact_group_members (account_id, contact_id);

-- What people agreed to, as it was worded; a wording is shared by all who agreed to it.
create table consent_wordings (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity,
  hash bytea not null,
  text text not null check (length(text) <= 2000),
  primary key (account_id, id),
  unique (account_id, hash)
);

-- Only ever added to. It belongs to a number, not to a contact: the proof outlives the entry in a list.
create table consents (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity,
  phone text collate "C" not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  source text not null check (length(source) between 1 and 200),
  at timestamptz not null,
  wording_id bigint,
  recorded_at timestamptz not null default now(),
  primary key (account_id, id),
  unique nulls not distinct (account_id, phone, at, source, wording_id),
  foreign key (account_id, wording_id) references consent_wordings
);
