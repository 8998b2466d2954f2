-- compatible
-- The event log. Rows with lower ids can commit later, so readers order by (xid, id) and stop before the oldest running transaction.
-- `data` is json, not jsonb: it is written once and read whole, and taking it apart would cost a third of the insert.
create sequence outbox_id_seq cache 32;
create table outbox (
  id bigint not null default nextval('outbox_id_seq'),
  xid xid8 not null default pg_current_xact_id(),
  account_id bigint not null,
  type text not null,
  at timestamptz not null default now(),
  test boolean not null,
  data json not null
) partition by range (at);
create index outbox_order on outbox (xid, id);
create table outbox_default partition of outbox default;
