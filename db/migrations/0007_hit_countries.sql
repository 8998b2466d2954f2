-- breaking: nodes of the last version name the old key of hit_rollups when they add hits up
-- The country that a hit's network belongs to, two letters; not that of the phone number. Null when unknown, in aggregate mode and for older hits.
alter table hits add column country text;

-- Part of the key, so unknown is ''.
alter table hit_rollups add column country text not null default '' check (length(country) in (0, 2));
alter table hit_rollups alter column country drop default;
alter table hit_rollups drop constraint hit_rollups_pkey,
  add primary key (account_id, hour, rendering_id, link, device, country, test, counted);
