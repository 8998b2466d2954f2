-- compatible
-- How far each node's journal of hits has been brought in; moved in the transaction that writes the hits, so a replay adds nothing.
create table journals (
  id uuid primary key,
  segment bigint not null default 0,
  position bigint not null default 0,
  updated_at timestamptz not null default now()
);

-- Every request to a short link, none dropped; `answer` is the HTTP status it got (302, or 410 for a link that is over). In aggregate mode without message, number and network, and the time is the hour.
create table hits (
  account_id bigint not null,
  at timestamptz not null,
  message_id bigint,
  code_space_id smallint,
  number bigint,
  rendering_id bigint not null,
  link smallint not null,
  test boolean not null,
  answer smallint not null,
  head boolean not null,
  purpose text not null,
  user_agent text not null,
  network inet,
  network_over_budget boolean not null,
  before_send boolean not null,
  verdict text not null,
  reasons text[] not null,
  rules_version smallint not null,
  device text not null,
  os text not null,
  browser text not null,
  app text not null
) partition by range (at);
create index hits_message on hits (message_id, at) where message_id is not null;
create table hits_default partition of hits default;

create table link_totals (
  message_id bigint not null,
  link smallint not null,
  account_id bigint not null,
  clicks integer not null,
  views integer not null,
  prefetches integer not null,
  bots integer not null,
  first_click_at timestamptz,
  first_view_at timestamptz,
  last_hit_at timestamptz not null,
  primary key (message_id, link)
);

create table message_totals (
  message_id bigint primary key,
  account_id bigint not null,
  clicks integer not null,
  views integer not null,
  prefetches integer not null,
  bots integer not null,
  first_click_at timestamptz
);
create index message_totals_clicked on message_totals (account_id, message_id) where clicks > 0;

-- Hits added up by hour. unique_clicks and clickers stand in the hour, link and device of the first click; in aggregate mode they are null: not counted.
create table hit_rollups (
  account_id bigint not null,
  hour timestamptz not null,
  rendering_id bigint not null,
  link smallint not null,
  device text not null,
  test boolean not null,
  counted boolean not null,
  clicks bigint not null,
  unique_clicks bigint not null,
  clickers bigint not null,
  views bigint not null,
  prefetches bigint not null,
  bots bigint not null,
  primary key (account_id, hour, rendering_id, link, device, test, counted)
);
