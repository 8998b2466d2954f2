-- compatible
-- Beginnings of numbers are looked for too. The same operator class answers for whole numbers.
drop index messages_account_phone;
create index messages_account_phone on messages (account_id, test, phone text_pattern_ops, created_at, id);

-- Ends of numbers: four digits part an account's messages into ten thousand runs, each in the order of time.
create index messages_account_phone_end on messages (account_id, test, right(phone, 4), created_at, id);

-- Messages that belong to no campaign, beside campaigns of any size.
create index messages_account_single on messages (account_id, test, created_at, id) where campaign_id is null;

-- The newest messages of a text, however many it has.
create index messages_rendering_created on messages (rendering_id, created_at, id);

-- Words, each with its account before it, so that no account waits for what others have written.
create function account_words(account bigint, text text) returns text[] language sql immutable parallel safe
return array(select distinct account || ' ' || left(word, 40) from regexp_split_to_table(lower(text), '[^[:alnum:]]+') as word where word <> '');
create index template_versions_words on template_versions using gin (account_words(account_id, text));
create index links_words on links using gin (account_words(account_id, destination));

-- A link may end by itself. Few do, and few are taken down.
alter table links add expires_at timestamptz;
create index links_ending on links (account_id, id) where taken_down_at is not null or expires_at is not null;

-- What became of a link, whenever that was.
create index hit_rollups_rendering on hit_rollups (rendering_id, link);
create index conversion_rollups_rendering on conversion_rollups (rendering_id, link);
