-- compatible
-- The logbook is ordered by time and asks for live or test messages, always with one of its filters or none: each of them, and a period with
-- it, reads its page from one place. Time comes first because ids are handed out in blocks, so a process that sends little lags behind.
drop index messages_account_phone;
drop index messages_account_state;
drop index messages_account_label;
drop index messages_account_reference;
drop index messages_account_created;
create index messages_account_created on messages (account_id, test, created_at, id);
create index messages_account_phone on messages (account_id, test, phone, created_at, id);
create index messages_account_state on messages (account_id, test, state, created_at, id);
create index messages_account_label on messages (account_id, test, label, created_at, id) where label is not null;
create index messages_account_reference on messages (account_id, test, reference, created_at, id) where reference is not null;

-- Messages that were clicked, for accounts where few were. The time of the first click almost never changes, so later clicks leave the index alone.
create index link_totals_clicked on link_totals (account_id, message_id) where link = 0 and message_first_click_at is not null;
