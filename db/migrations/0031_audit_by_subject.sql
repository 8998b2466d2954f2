-- compatible
-- What became of one thing, such as the history of a link.
create index audit_entries_subject on audit_entries (account_id, subject, id);
