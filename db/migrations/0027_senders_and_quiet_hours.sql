-- breaking: nodes of the last version would send campaigns in the quiet hours of their account
-- What an account sends from, the default first. `only_senders`: nothing else is accepted.
alter table accounts
  add column senders text[] not null default '{}' check (cardinality(senders) <= 50),
  add column only_senders boolean not null default false,
  add check (not only_senders or cardinality(senders) > 0);

-- In which no campaign sends: by the clock of each recipient, or by that of the account.
alter table accounts
  add column quiet_from time,
  add column quiet_until time,
  add column quiet_clock text not null default 'recipient' check (quiet_clock in ('recipient', 'account')),
  add check ((quiet_from is null) = (quiet_until is null)),
  add check (quiet_from <> quiet_until);

-- When quiet hours end that hold at this moment; null where none do, or where there are none.
create function wakes_at(at timestamptz, zone text, quiet_from time, quiet_until time) returns timestamptz language sql stable
return case when is_quiet(at, zone, quiet_from, quiet_until) then quiet_end(at, zone, quiet_until) end;
