-- breaking: a node of the last version would bring in first clicks without their marks, and verify would miss them
-- Which hit was the first click of its link and of its message, as they came in: with it, unique clicks and clickers can be recounted.
alter table hits add column first_of_link boolean not null default false, add column first_of_message boolean not null default false;
update hits set first_of_link = true
from (
  select distinct on (message_id, link) tableoid as partition, ctid as place
  from hits where message_id is not null and verdict = 'click'
  order by message_id, link, at
) as first
where hits.tableoid = first.partition and hits.ctid = first.place;
update hits set first_of_message = true
from (
  select distinct on (message_id) tableoid as partition, ctid as place
  from hits where message_id is not null and verdict = 'click'
  order by message_id, at
) as first
where hits.tableoid = first.partition and hits.ctid = first.place;

-- Hits in which the review looks for machines that call themselves a browser: few of what phones send, so the drain hardly pays for it.
create index hits_suspects on hits (at) where message_id is not null and (device = 'desktop' or (device = 'other' and app = '') or link >= 2);

-- Up to when hits have been handed to the review; what is drained with an earlier time adds a range by itself.
create table hit_review (
  id boolean primary key default true check (id),
  reviewed_to timestamptz not null
);
insert into hit_review (reviewed_to) values (now());

-- Times that wait for the review; a range shrinks from its start while it is worked on.
create table hit_review_ranges (
  id bigint generated always as identity primary key,
  from_at timestamptz not null,
  to_at timestamptz not null
);

alter table accounts add column ignored_suspicions text[] not null default '{}'
  check (ignored_suspicions <@ array['soon_after_send', 'all_links_at_once', 'burst', 'network_over_budget']);

-- What expired hits added to the totals and roll-ups; with the hits that are left it gives them exactly.
create table sealed_link_totals (
  message_id bigint not null,
  link smallint not null,
  account_id bigint not null,
  clicks integer not null,
  views integer not null,
  prefetches integer not null,
  bots integer not null,
  unique_clicks integer not null,
  clickers integer not null,
  first_click_at timestamptz,
  first_view_at timestamptz,
  last_hit_at timestamptz,
  primary key (message_id, link)
);
create table sealed_hit_rollups (like hit_rollups including indexes);
