-- compatible
-- Who asked to get nothing more, and how: a row for each time, open until it is lifted. `review` where a text only sounded like it.
create table opt_outs (
  account_id bigint not null references accounts,
  id bigint not null generated always as identity unique,
  phone text,
  source text not null check (source in ('reply', 'link')),
  message_id bigint,
  inbound_message_id bigint,
  review text check (review in ('pending', 'confirmed', 'dismissed')),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (account_id, id)
);
create unique index opt_outs_open on opt_outs (account_id, phone) where ended_at is null and phone is not null;
create index opt_outs_pending on opt_outs (account_id, id) where review = 'pending';
create index opt_outs_phone on opt_outs (account_id, phone) where phone is not null;
create index opt_outs_message on opt_outs (message_id) where message_id is not null;
create index opt_outs_ended on opt_outs (ended_at) where ended_at is not null;

-- What a text wants, as it was read when it came, what came of it, and the message that answered it.
alter table inbound_messages
  add column kind text not null default 'text' check (kind in ('opt_out', 'opt_in', 'help', 'text')),
  add column is_sure boolean not null default true,
  add column handled text not null default 'none' check (handled in ('opted_out', 'opted_in', 'kept', 'none')),
  add column test boolean not null default false,
  add column answer_message_id bigint;
create index inbound_messages_kind on inbound_messages (account_id, kind, id) where kind <> 'text';

-- A place in the list of suppressions.
alter table suppressions add column id bigint generated always as identity;
create index suppressions_account on suppressions (account_id, id);

-- What is sent back to who writes one of the keywords; nothing where it is null.
alter table accounts
  add column stop_reply text check (length(stop_reply) <= 600),
  add column start_reply text check (length(start_reply) <= 600),
  add column help_reply text check (length(help_reply) <= 600);

-- An answer to what somebody has just written, such as the confirmation of an opt-out, goes out although the number is suppressed by then.
alter table messages add column exempt boolean not null default false;

-- An opt-out link takes a number behind those of the tracked links of its message.
alter table renderings
  drop constraint renderings_link_kinds_check,
  add constraint renderings_link_kinds_check check (link_kinds <@ array['tracked', 'plain', 'opt_out']);
