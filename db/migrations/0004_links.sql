-- compatible
-- A code space's key, cipher and code length never change: every code ever sent depends on them.
create table code_spaces (
  id smallint primary key check (id between 1 and 4095),
  cipher text not null check (cipher in ('speck48/96')),
  code_length smallint not null check (code_length = 8),
  sealed_key bytea not null,
  next_number bigint not null default 0 check (next_number between 0 and 218340105584896)
);

-- Ids of messages are handed out in runs, so that those of a batch are consecutive.
create table message_id_counter (
  id boolean primary key default true check (id),
  next_id bigint not null
);
insert into message_id_counter (next_id) values (1);

create table short_domains (
  id bigint generated always as identity primary key,
  account_id bigint references accounts,
  host text not null unique check (host = lower(host)),
  scheme text not null check (scheme in ('http', 'https')),
  code_space_id smallint not null references code_spaces,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  check (not (is_default and account_id is not null))
);
create unique index short_domains_default on short_domains (is_default) where is_default;

create table template_versions (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  text text not null check (length(text) <= 10000),
  hash bytea not null,
  created_at timestamptz not null default now(),
  unique (account_id, hash)
);

-- What a text depends on besides its merge values. A rendering whose destination was changed keeps its row but loses its hash,
-- so that a later send of the same text leads where that text says.
create table renderings (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  hash bytea,
  template_version_id bigint not null references template_versions,
  short_domain_id bigint not null references short_domains,
  link_form text not null check (link_form in ('full', 'bare')),
  renderer_version smallint not null,
  link_kinds text[] not null check (link_kinds <@ array['tracked', 'plain']),
  created_at timestamptz not null default now(),
  unique (account_id, hash)
);

-- The tracked links of a rendering, one row for all its recipients. A destination with merge fields is filled when a hit comes.
create table links (
  id bigint generated always as identity primary key,
  account_id bigint not null references accounts,
  rendering_id bigint not null references renderings,
  position smallint not null,
  destination_kind text not null check (destination_kind in ('fixed', 'fields', 'value')),
  destination text not null,
  taken_down_at timestamptz,
  changed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  unique (rendering_id, position)
);
create trigger links_changed_at before update on links for each row execute function touch_changed_at();
create index links_changed on links (changed_at);
create index links_account on links (account_id, id);

-- Ranges of link numbers: of a batch, where resolving is arithmetic, or a block of single messages.
create table batches (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('campaign', 'single')),
  code_space_id smallint not null references code_spaces,
  first_number bigint not null,
  size bigint not null check (size > 0),
  account_id bigint references accounts,
  rendering_id bigint references renderings,
  links_per_message smallint,
  first_message_id bigint,
  tracking text check (tracking in ('full', 'aggregate')),
  test boolean,
  links_expire_at timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (code_space_id, first_number),
  check ((kind = 'single') = (account_id is null)),
  check ((kind = 'single') = (rendering_id is null)),
  check ((kind = 'single') = (first_message_id is null))
);
create trigger batches_changed_at before update on batches for each row execute function touch_changed_at();
create index batches_changed on batches (changed_at) where kind = 'campaign';
