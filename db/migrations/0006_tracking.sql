-- compatible
-- How far each segment of a node's journal has been brought in; moved in the transaction that writes the hits, so a replay adds nothing.
-- Rows outlive their files, so that a folder restored from a backup is not counted twice.
create table journals (
  id uuid not null,
  segment integer not null,
  position bigint not null,
  updated_at timestamptz not null default now(),
  primary key (id, segment)
);
create index journals_updated on journals (updated_at);

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

-- Totals of each link of a message that was hit. Link 0 also holds the message's sums over its links (and stands there, with zeros, when only
-- another link was hit): most messages have one link and need one row, and the lock of one row decides who made the message's first click.
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
  last_hit_at timestamptz,
  message_clicks integer not null,
  message_views integer not null,
  message_prefetches integer not null,
  message_bots integer not null,
  message_first_click_at timestamptz,
  primary key (message_id, link)
);

create view message_totals as
select message_id, account_id, message_clicks as clicks, message_views as views, message_prefetches as prefetches, message_bots as bots,
  message_first_click_at as first_click_at
from link_totals
where link = 0;

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

-- Messages that were never claimed for sending, so that a tap on one of them is no click; asked for each batch of hits. The primary key would
-- do, and reading its rows would cost a quarter of the whole drain.
create index messages_unsent on messages (id) where submitted_at is null;
