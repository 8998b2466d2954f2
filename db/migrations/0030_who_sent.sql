-- compatible
-- Who sent it, where that was somebody who is signed in and no key. Without a reference: people leave the team, and their messages stay.
-- A message of a campaign has none: its campaign has.
alter table messages add column user_id bigint;
-- Who started it, or made the draft.
alter table campaigns add column user_id bigint;
