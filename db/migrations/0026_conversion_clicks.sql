-- breaking: nodes of the last version name the old key of conversion_rollups when they add conversions up
-- Device and network's country of the click that a conversion follows from. Those that were decided before have none until they are decided again.
alter table conversions
  add column device text check (length(device) between 1 and 20),
  add column country text check (length(country) = 2),
  -- Of a browser's repetition, such as a reload: the one that counts in its stead.
  add column repeat_of bigint,
  add constraint conversions_repeat check (repeat_of is null or state = 'voided');

-- Empty: unknown.
alter table conversion_rollups
  add column device text not null default '',
  add column country text not null default '' check (length(country) in (0, 2)),
  drop constraint conversion_rollups_pkey,
  add primary key (account_id, hour, rendering_id, link, device, country, name, currency, outcome, test);

-- What a browser's conversion without an order id may repeat: those that came with the same click ids.
create index conversions_repeats on conversions (account_id, name, (clicks -> 0 ->> 'id'), at) where source = 'browser' and order_id is null;

-- So long a browser's report without an order id is taken for a repetition of the one before it; 0: each counts.
alter table conversion_settings
  add column repeat_minutes smallint not null default 30 check (repeat_minutes between 0 and 1440),
  -- So long a page keeps the click id, by the code that is filled in for the account.
  add column snippet_days smallint not null default 90 check (snippet_days between 1 and 400);

-- Host of the account's own short domain that messages use unless they name one; null, or gone: the default of the installation.
alter table accounts add column short_domain text check (length(short_domain) <= 300 and short_domain = lower(short_domain));
