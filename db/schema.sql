-- Generated from db/migrations by `npm run generate`. Read it, do not edit it.

create sequence outbox_id_seq as bigint increment by 1 cache 32;

CREATE OR REPLACE FUNCTION public.account_words(account bigint, text text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT ((account_words.account || ' '::text) || "left"(word.word, 40)) FROM regexp_split_to_table(lower(account_words.text), '[^[:alnum:]]+'::text) word(word) WHERE (word.word <> ''::text));

CREATE OR REPLACE FUNCTION public.count_campaign_states()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into campaign_counts as counts (account_id, campaign_id, variant_id, state, sent, slot, messages, parts, price_micros, unpriced)
  select account_id, campaign_id, variant_id, state, sent, pg_backend_pid() % 16, sum(sign), sum(sign * parts),
    sum(sign * coalesce(price_micros, 0)), sum(case when price_micros is null then sign else 0 end)
  from (
    select account_id, campaign_id, variant_id, state, submitted_at is not null as sent, parts, price_micros, 1 as sign from changed where campaign_id is not null
    union all
    select account_id, campaign_id, variant_id, state, submitted_at is not null, parts, price_micros, -1 from former where campaign_id is not null
  ) as moves
  group by account_id, campaign_id, variant_id, state, sent
  having sum(sign) <> 0 or sum(sign * parts) <> 0 or sum(sign * coalesce(price_micros, 0)) <> 0 or sum(case when price_micros is null then sign else 0 end) <> 0
  order by campaign_id, variant_id, state, sent
  on conflict (campaign_id, variant_id, state, sent, slot) do update set
    messages = counts.messages + excluded.messages, parts = counts.parts + excluded.parts,
    price_micros = counts.price_micros + excluded.price_micros, unpriced = counts.unpriced + excluded.unpriced;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.is_quiet(at timestamp with time zone, zone text, quiet_from time without time zone, quiet_until time without time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN CASE WHEN (quiet_from <= quiet_until) THEN ((((at AT TIME ZONE zone))::time without time zone >= quiet_from) AND (((at AT TIME ZONE zone))::time without time zone < quiet_until)) ELSE ((((at AT TIME ZONE zone))::time without time zone >= quiet_from) OR (((at AT TIME ZONE zone))::time without time zone < quiet_until)) END;

CREATE OR REPLACE FUNCTION public.quiet_end(at timestamp with time zone, zone text, quiet_until time without time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
RETURN (((((at AT TIME ZONE zone))::date + CASE WHEN (((at AT TIME ZONE zone))::time without time zone < quiet_until) THEN 0 ELSE 1 END) + quiet_until) AT TIME ZONE zone);

CREATE OR REPLACE FUNCTION public.touch_changed_at()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed_at = clock_timestamp();
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.wakes_at(at timestamp with time zone, zone text, quiet_from time without time zone, quiet_until time without time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
RETURN CASE WHEN is_quiet(at, zone, quiet_from, quiet_until) THEN quiet_end(at, zone, quiet_until) ELSE NULL::timestamp with time zone END;

create table accounts (
  id bigint generated always as identity not null,
  name text not null,
  currency text,
  default_country text,
  tracking text default 'full'::text not null,
  gpc text default 'count'::text not null,
  merge_fields_in_urls boolean default false not null,
  link_form text default 'full'::text not null,
  link_validity_days integer,
  fallback_url text,
  referrer_policy text default 'no-referrer'::text not null,
  utm jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  changed_at timestamp with time zone default now() not null,
  ignored_suspicions text[] default '{}'::text[] not null,
  stop_reply text,
  start_reply text,
  help_reply text,
  time_zone text default 'UTC'::text not null,
  short_domain text,
  senders text[] default '{}'::text[] not null,
  only_senders boolean default false not null,
  quiet_from time without time zone,
  quiet_until time without time zone,
  quiet_clock text default 'recipient'::text not null,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_check CHECK (((NOT only_senders) OR (cardinality(senders) > 0))),
  constraint accounts_check1 CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  constraint accounts_check2 CHECK ((quiet_from <> quiet_until)),
  constraint accounts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint accounts_default_country_check CHECK ((default_country ~ '^[A-Z]{2}$'::text)),
  constraint accounts_gpc_check CHECK ((gpc = ANY (ARRAY['count'::text, 'aggregate'::text]))),
  constraint accounts_help_reply_check CHECK ((length(help_reply) <= 600)),
  constraint accounts_ignored_suspicions_check CHECK ((ignored_suspicions <@ ARRAY['soon_after_send'::text, 'all_links_at_once'::text, 'burst'::text, 'network_over_budget'::text])),
  constraint accounts_link_form_check CHECK ((link_form = ANY (ARRAY['full'::text, 'bare'::text]))),
  constraint accounts_link_validity_days_check CHECK (((link_validity_days >= 1) AND (link_validity_days <= 3650))),
  constraint accounts_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint accounts_quiet_clock_check CHECK ((quiet_clock = ANY (ARRAY['recipient'::text, 'account'::text]))),
  constraint accounts_referrer_policy_check CHECK ((referrer_policy = ANY (ARRAY['no-referrer'::text, 'origin'::text, 'strict-origin-when-cross-origin'::text]))),
  constraint accounts_senders_check CHECK ((cardinality(senders) <= 50)),
  constraint accounts_short_domain_check CHECK (((length(short_domain) <= 300) AND (short_domain = lower(short_domain)))),
  constraint accounts_start_reply_check CHECK ((length(start_reply) <= 600)),
  constraint accounts_stop_reply_check CHECK ((length(stop_reply) <= 600)),
  constraint accounts_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64))),
  constraint accounts_tracking_check CHECK ((tracking = ANY (ARRAY['full'::text, 'aggregate'::text, 'off'::text]))),
  constraint accounts_utm_check CHECK ((jsonb_typeof(utm) = 'object'::text))
);
CREATE TRIGGER accounts_changed BEFORE UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION touch_changed_at();

create table api_keys (
  id bigint generated always as identity not null,
  account_id bigint not null,
  public_id text not null,
  secret_hash bytea not null,
  name text not null,
  mode text not null,
  scopes text[] not null,
  rate_per_minute integer default 6000 not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_public_id_key UNIQUE (public_id),
  constraint api_keys_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint api_keys_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint api_keys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint api_keys_public_id_check CHECK ((length(public_id) = 8)),
  constraint api_keys_rate_per_minute_check CHECK (((rate_per_minute >= 1) AND (rate_per_minute <= 1000000)))
);
CREATE INDEX api_keys_account ON public.api_keys USING btree (account_id);

create table audit_entries (
  id bigint generated always as identity not null,
  account_id bigint not null,
  at timestamp with time zone default now() not null,
  actor text not null,
  action text not null,
  subject text not null,
  data jsonb default '{}'::jsonb not null,
  constraint audit_entries_pkey PRIMARY KEY (id),
  constraint audit_entries_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id)
);
CREATE INDEX audit_entries_account ON public.audit_entries USING btree (account_id, id);
CREATE INDEX audit_entries_at ON public.audit_entries USING btree (at);
CREATE INDEX audit_entries_subject ON public.audit_entries USING btree (account_id, subject, id);

create table batches (
  id bigint generated always as identity not null,
  kind text not null,
  code_space_id smallint not null,
  first_number bigint not null,
  size bigint not null,
  account_id bigint,
  rendering_id bigint,
  links_per_message smallint,
  first_message_id bigint,
  tracking text,
  test boolean,
  links_expire_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  changed_at timestamp with time zone default now() not null,
  deleted_below bigint,
  campaign_id bigint,
  variant_id bigint,
  constraint batches_pkey PRIMARY KEY (id),
  constraint batches_code_space_id_first_number_key UNIQUE (code_space_id, first_number),
  constraint batches_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint batches_code_space_id_fkey FOREIGN KEY (code_space_id) REFERENCES code_spaces(id),
  constraint batches_rendering_id_fkey FOREIGN KEY (rendering_id) REFERENCES renderings(id),
  constraint batches_check CHECK (((kind = 'single'::text) = (account_id IS NULL))),
  constraint batches_check1 CHECK (((kind = 'single'::text) = (rendering_id IS NULL))),
  constraint batches_check2 CHECK (((kind = 'single'::text) = (first_message_id IS NULL))),
  constraint batches_kind_check CHECK ((kind = ANY (ARRAY['campaign'::text, 'single'::text]))),
  constraint batches_size_check CHECK ((size > 0)),
  constraint batches_tracking_check CHECK ((tracking = ANY (ARRAY['full'::text, 'aggregate'::text])))
);
CREATE INDEX batches_campaign ON public.batches USING btree (campaign_id) WHERE (campaign_id IS NOT NULL);
CREATE INDEX batches_changed ON public.batches USING btree (changed_at) WHERE (kind = 'campaign'::text);
CREATE INDEX batches_rendering ON public.batches USING btree (rendering_id) WHERE (rendering_id IS NOT NULL);
CREATE TRIGGER batches_changed_at BEFORE UPDATE ON public.batches FOR EACH ROW EXECUTE FUNCTION touch_changed_at();

create table campaign_counts (
  account_id bigint not null,
  campaign_id bigint not null,
  variant_id bigint not null,
  state text not null,
  sent boolean not null,
  slot smallint not null,
  messages bigint not null,
  parts bigint not null,
  price_micros bigint not null,
  unpriced bigint not null,
  constraint campaign_counts_pkey PRIMARY KEY (campaign_id, variant_id, state, sent, slot)
) with (fillfactor=50);

create table campaign_omissions (
  account_id bigint not null,
  campaign_id bigint not null,
  reason text not null,
  recipients bigint not null,
  constraint campaign_omissions_pkey PRIMARY KEY (campaign_id, reason)
);

create table campaign_rates (
  campaign_id bigint not null,
  messages_per_second integer,
  quiet_from time without time zone,
  quiet_until time without time zone,
  second timestamp with time zone default '-infinity'::timestamp with time zone not null,
  taken integer default 0 not null,
  constraint campaign_rates_pkey PRIMARY KEY (campaign_id),
  constraint campaign_rates_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns(id),
  constraint campaign_rates_check CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  constraint campaign_rates_messages_per_second_check CHECK (((messages_per_second >= 1) AND (messages_per_second <= 100000)))
);

create table campaign_variants (
  account_id bigint not null,
  campaign_id bigint not null,
  id bigint generated always as identity not null,
  "position" smallint not null,
  name text not null,
  weight integer default 1 not null,
  text text not null,
  links jsonb default '[]'::jsonb not null,
  sender text,
  constraint campaign_variants_pkey PRIMARY KEY (account_id, campaign_id, id),
  constraint campaign_variants_campaign_id_position_key UNIQUE (campaign_id, "position"),
  constraint campaign_variants_id_key UNIQUE (id),
  constraint campaign_variants_account_id_campaign_id_fkey FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns(account_id, id),
  constraint campaign_variants_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint campaign_variants_sender_check CHECK (((length(sender) >= 1) AND (length(sender) <= 16))),
  constraint campaign_variants_text_check CHECK ((length(text) <= 10000)),
  constraint campaign_variants_weight_check CHECK (((weight >= 1) AND (weight <= 1000)))
);

create table campaigns (
  account_id bigint not null,
  id bigint generated always as identity not null,
  name text not null,
  state text default 'draft'::text not null,
  pause_reason text,
  trouble text,
  api_key_id bigint,
  sender text not null,
  audience jsonb not null,
  settings jsonb default '{}'::jsonb not null,
  schedule text default 'now'::text not null,
  local_time timestamp without time zone,
  time_zone text,
  starts_at timestamp with time zone,
  version integer default 1 not null,
  expanded_to bigint default 0 not null,
  expand_until bigint,
  expanded_at timestamp with time zone,
  planned bigint default 0 not null,
  pace_at timestamp with time zone,
  pace_submitted bigint default 0 not null,
  pace_per_second real,
  cleared boolean default true not null,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  draw_key uuid default gen_random_uuid() not null,
  user_id bigint,
  constraint campaigns_pkey PRIMARY KEY (account_id, id),
  constraint campaigns_id_key UNIQUE (id),
  constraint campaigns_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint campaigns_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id),
  constraint campaigns_audience_check CHECK ((jsonb_typeof(audience) = 'object'::text)),
  constraint campaigns_check CHECK (((state = 'paused'::text) = (pause_reason IS NOT NULL))),
  constraint campaigns_check1 CHECK (((schedule <> 'local'::text) OR (local_time IS NOT NULL))),
  constraint campaigns_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint campaigns_pause_reason_check CHECK ((pause_reason = ANY (ARRAY['manual'::text, 'failures'::text, 'spend_limit'::text, 'restored'::text, 'fault'::text]))),
  constraint campaigns_schedule_check CHECK ((schedule = ANY (ARRAY['now'::text, 'at'::text, 'local'::text]))),
  constraint campaigns_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text)),
  constraint campaigns_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'scheduled'::text, 'running'::text, 'paused'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX campaigns_account ON public.campaigns USING btree (account_id, state, id);
CREATE INDEX campaigns_open ON public.campaigns USING btree (id) WHERE ((state = ANY (ARRAY['scheduled'::text, 'running'::text])) OR (NOT cleared));

create table carrier_rates (
  carrier_id bigint not null,
  second timestamp with time zone default '-infinity'::timestamp with time zone not null,
  taken integer default 0 not null,
  constraint carrier_rates_pkey PRIMARY KEY (carrier_id),
  constraint carrier_rates_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES carriers(id)
);

create table carriers (
  id bigint generated always as identity not null,
  kind text not null,
  name text not null,
  messages_per_second integer default 500 not null,
  paused_at timestamp with time zone,
  settings jsonb default '{}'::jsonb not null,
  sealed_secrets bytea,
  version integer default 1 not null,
  unavailable_since timestamp with time zone,
  trouble text,
  trouble_at timestamp with time zone,
  constraint carriers_pkey PRIMARY KEY (id),
  constraint carriers_name_key UNIQUE (name),
  constraint carriers_kind_check CHECK ((kind = ANY (ARRAY['simulator'::text, 'seven'::text, 'twilio'::text, 'generic'::text]))),
  constraint carriers_messages_per_second_check CHECK (((messages_per_second >= 1) AND (messages_per_second <= 100000)))
);
CREATE UNIQUE INDEX carriers_simulator ON public.carriers USING btree (kind) WHERE (kind = 'simulator'::text);

create table code_spaces (
  id smallint not null,
  cipher text not null,
  code_length smallint not null,
  sealed_key bytea not null,
  next_number bigint default 0 not null,
  constraint code_spaces_pkey PRIMARY KEY (id),
  constraint code_spaces_cipher_check CHECK ((cipher = 'speck48/96'::text)),
  constraint code_spaces_code_length_check CHECK ((code_length = 8)),
  constraint code_spaces_id_check CHECK (((id >= 1) AND (id <= 4095))),
  constraint code_spaces_next_number_check CHECK (((next_number >= 0) AND (next_number <= '218340105584896'::bigint)))
);

create table consent_wordings (
  account_id bigint not null,
  id bigint generated always as identity not null,
  hash bytea not null,
  text text not null,
  constraint consent_wordings_pkey PRIMARY KEY (account_id, id),
  constraint consent_wordings_account_id_hash_key UNIQUE (account_id, hash),
  constraint consent_wordings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint consent_wordings_text_check CHECK ((length(text) <= 2000))
);

create table consents (
  account_id bigint not null,
  id bigint generated always as identity not null,
  phone text collate "C" not null,
  source text not null,
  at timestamp with time zone not null,
  wording_id bigint,
  recorded_at timestamp with time zone default now() not null,
  constraint consents_pkey PRIMARY KEY (account_id, id),
  constraint consents_account_id_phone_at_source_wording_id_key UNIQUE NULLS NOT DISTINCT (account_id, phone, at, source, wording_id),
  constraint consents_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint consents_account_id_wording_id_fkey FOREIGN KEY (account_id, wording_id) REFERENCES consent_wordings(account_id, id),
  constraint consents_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text)),
  constraint consents_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);

create table contact_fields (
  account_id bigint not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  constraint contact_fields_pkey PRIMARY KEY (account_id, name),
  constraint contact_fields_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint contact_fields_name_check CHECK ((name ~ '^[A-Za-z_][A-Za-z0-9_]{0,63}$'::text))
);

create table contact_group_members (
  account_id bigint not null,
  group_id bigint not null,
  contact_id bigint not null,
  constraint contact_group_members_pkey PRIMARY KEY (account_id, group_id, contact_id)
);
CREATE INDEX contact_group_members_contact ON public.contact_group_members USING btree (account_id, contact_id);

create table contact_groups (
  account_id bigint not null,
  id bigint generated always as identity not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  constraint contact_groups_pkey PRIMARY KEY (account_id, id),
  constraint contact_groups_account_id_name_key UNIQUE (account_id, name),
  constraint contact_groups_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint contact_groups_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);

create table contact_import_chunks (
  import_id bigint not null,
  number integer not null,
  data bytea not null,
  constraint contact_import_chunks_pkey PRIMARY KEY (import_id, number),
  constraint contact_import_chunks_import_id_fkey FOREIGN KEY (import_id) REFERENCES contact_imports(id) ON DELETE CASCADE
);

create table contact_import_rejections (
  account_id bigint not null,
  import_id bigint not null,
  line integer not null,
  code text not null,
  detail text not null,
  cells text[] not null,
  constraint contact_import_rejections_pkey PRIMARY KEY (import_id, line),
  constraint contact_import_rejections_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint contact_import_rejections_import_id_fkey FOREIGN KEY (import_id) REFERENCES contact_imports(id) ON DELETE CASCADE
);

create table contact_imports (
  account_id bigint not null,
  id bigint generated always as identity not null,
  state text not null,
  file_name text,
  encoding text not null,
  delimiter text not null,
  line_break text not null,
  header text[] not null,
  targets text[] not null,
  rule text not null,
  default_country text,
  group_ids bigint[] default '{}'::bigint[] not null,
  consent_source text,
  consent_at timestamp with time zone,
  consent_wording text,
  size bigint default 0 not null,
  "position" bigint default 0 not null,
  line integer default 1 not null,
  rows integer default 0 not null,
  created integer default 0 not null,
  updated integer default 0 not null,
  skipped integer default 0 not null,
  duplicates integer default 0 not null,
  rejected integer default 0 not null,
  failure text,
  claim uuid,
  claimed_until timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  changed_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  constraint contact_imports_pkey PRIMARY KEY (id),
  constraint contact_imports_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint contact_imports_check CHECK ((rows = ((((created + updated) + skipped) + duplicates) + rejected))),
  constraint contact_imports_check1 CHECK (("position" <= size)),
  constraint contact_imports_check2 CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL))),
  constraint contact_imports_check3 CHECK (((state = 'running'::text) = ((claim IS NOT NULL) AND (claimed_until IS NOT NULL)))),
  constraint contact_imports_delimiter_check CHECK ((length(delimiter) = 1)),
  constraint contact_imports_encoding_check CHECK ((encoding = ANY (ARRAY['utf-8'::text, 'utf-16le'::text, 'utf-16be'::text, 'windows-1252'::text]))),
  constraint contact_imports_file_name_check CHECK ((length(file_name) <= 255)),
  constraint contact_imports_line_break_check CHECK ((line_break = ANY (ARRAY['
'::text, ''::text]))),
  constraint contact_imports_rule_check CHECK ((rule = ANY (ARRAY['skip'::text, 'update'::text, 'replace'::text]))),
  constraint contact_imports_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX contact_imports_account ON public.contact_imports USING btree (account_id, id);
CREATE INDEX contact_imports_open ON public.contact_imports USING btree (id) WHERE (state = ANY (ARRAY['uploading'::text, 'queued'::text, 'running'::text]));

create table contacts (
  account_id bigint not null,
  id bigint generated always as identity not null,
  phone text collate "C" not null,
  country text,
  mobile boolean,
  time_zone text,
  time_zone_basis text,
  fields jsonb default '{}'::jsonb not null,
  import_id bigint,
  import_line integer,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint contacts_pkey PRIMARY KEY (account_id, id),
  constraint contacts_account_id_phone_key UNIQUE (account_id, phone),
  constraint contacts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint contacts_check CHECK (((time_zone IS NULL) = (time_zone_basis IS NULL))),
  constraint contacts_fields_check CHECK ((jsonb_typeof(fields) = 'object'::text)),
  constraint contacts_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text)),
  constraint contacts_time_zone_basis_check CHECK ((time_zone_basis = ANY (ARRAY['own'::text, 'country'::text, 'area'::text, 'guess'::text])))
);
CREATE INDEX contacts_fields ON public.contacts USING gin (fields jsonb_path_ops);

create table conversion_corrections (
  account_id bigint not null,
  conversion_id bigint not null,
  id bigint generated always as identity not null,
  kind text not null,
  amount_micros bigint,
  correction_id text,
  at timestamp with time zone default now() not null,
  constraint conversion_corrections_pkey PRIMARY KEY (account_id, conversion_id, id),
  constraint conversion_corrections_id_key UNIQUE (id),
  constraint conversion_corrections_account_id_conversion_id_fkey FOREIGN KEY (account_id, conversion_id) REFERENCES conversions(account_id, id) ON DELETE CASCADE,
  constraint conversion_corrections_amount_micros_check CHECK ((amount_micros > 0)),
  constraint conversion_corrections_check CHECK (((kind = 'refund'::text) = (amount_micros IS NOT NULL))),
  constraint conversion_corrections_correction_id_check CHECK (((length(correction_id) >= 1) AND (length(correction_id) <= 100))),
  constraint conversion_corrections_kind_check CHECK ((kind = ANY (ARRAY['refund'::text, 'cancel'::text])))
);
CREATE UNIQUE INDEX conversion_corrections_once ON public.conversion_corrections USING btree (account_id, conversion_id, correction_id) WHERE (correction_id IS NOT NULL);

create table conversion_rollups (
  account_id bigint not null,
  hour timestamp with time zone not null,
  rendering_id bigint not null,
  link smallint not null,
  name text not null,
  currency text not null,
  outcome text not null,
  test boolean not null,
  conversions bigint not null,
  value_micros bigint not null,
  delay_seconds bigint not null,
  device text default ''::text not null,
  country text default ''::text not null,
  constraint conversion_rollups_pkey PRIMARY KEY (account_id, hour, rendering_id, link, device, country, name, currency, outcome, test),
  constraint conversion_rollups_country_check CHECK ((length(country) = ANY (ARRAY[0, 2]))),
  constraint conversion_rollups_outcome_check CHECK ((outcome = ANY (ARRAY['attributed'::text, 'view_only'::text, 'unattributed'::text])))
);
CREATE INDEX conversion_rollups_rendering ON public.conversion_rollups USING btree (rendering_id, link);

create table conversion_settings (
  account_id bigint not null,
  parameter text,
  cookie_days smallint,
  cookie_domain text,
  model text default 'last'::text not null,
  window_days smallint default 7 not null,
  windows jsonb default '{}'::jsonb not null,
  origins text[] default '{}'::text[] not null,
  repeat_minutes smallint default 30 not null,
  snippet_days smallint default 90 not null,
  constraint conversion_settings_pkey PRIMARY KEY (account_id),
  constraint conversion_settings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint conversion_settings_cookie_days_check CHECK (((cookie_days >= 1) AND (cookie_days <= 400))),
  constraint conversion_settings_cookie_domain_check CHECK (((length(cookie_domain) <= 253) AND (cookie_domain = lower(cookie_domain)))),
  constraint conversion_settings_model_check CHECK ((model = ANY (ARRAY['last'::text, 'first'::text]))),
  constraint conversion_settings_origins_check CHECK ((cardinality(origins) <= 50)),
  constraint conversion_settings_parameter_check CHECK ((parameter ~ '^[A-Za-z][A-Za-z0-9_.-]{0,31}$'::text)),
  constraint conversion_settings_repeat_minutes_check CHECK (((repeat_minutes >= 0) AND (repeat_minutes <= 1440))),
  constraint conversion_settings_snippet_days_check CHECK (((snippet_days >= 1) AND (snippet_days <= 400))),
  constraint conversion_settings_window_days_check CHECK (((window_days >= 1) AND (window_days <= 400))),
  constraint conversion_settings_windows_check CHECK ((jsonb_typeof(windows) = 'object'::text))
);

create table conversions (
  account_id bigint not null,
  id bigint generated by default as identity not null,
  test boolean not null,
  name text not null,
  order_id text,
  value_micros bigint,
  refunded_micros bigint default 0 not null,
  currency text,
  at timestamp with time zone not null,
  received_at timestamp with time zone default now() not null,
  source text not null,
  origin text,
  clicks jsonb default '[]'::jsonb not null,
  reference text,
  phone text,
  state text not null,
  reason text not null,
  trace jsonb,
  next_try_at timestamp with time zone,
  decided_at timestamp with time zone,
  voided_at timestamp with time zone,
  message_id bigint,
  rendering_id bigint,
  link smallint,
  clicked_at timestamp with time zone,
  device text,
  country text,
  repeat_of bigint,
  constraint conversions_pkey PRIMARY KEY (account_id, id),
  constraint conversions_id_key UNIQUE (id),
  constraint conversions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint conversions_check CHECK (((value_micros IS NULL) = (currency IS NULL))),
  constraint conversions_check1 CHECK ((refunded_micros <= COALESCE(value_micros, (0)::bigint))),
  constraint conversions_check2 CHECK (((state = 'pending'::text) = (next_try_at IS NOT NULL))),
  constraint conversions_check3 CHECK (((state = 'voided'::text) = (voided_at IS NOT NULL))),
  constraint conversions_check4 CHECK (((state <> 'attributed'::text) OR ((message_id IS NOT NULL) AND (rendering_id IS NOT NULL) AND (link IS NOT NULL) AND (clicked_at IS NOT NULL)))),
  constraint conversions_clicks_check CHECK ((jsonb_typeof(clicks) = 'array'::text)),
  constraint conversions_country_check CHECK ((length(country) = 2)),
  constraint conversions_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint conversions_device_check CHECK (((length(device) >= 1) AND (length(device) <= 20))),
  constraint conversions_name_check CHECK (((length(name) >= 1) AND (length(name) <= 64))),
  constraint conversions_order_id_check CHECK (((length(order_id) >= 1) AND (length(order_id) <= 100))),
  constraint conversions_refunded_micros_check CHECK ((refunded_micros >= 0)),
  constraint conversions_repeat CHECK (((repeat_of IS NULL) OR (state = 'voided'::text))),
  constraint conversions_source_check CHECK ((source = ANY (ARRAY['browser'::text, 'server'::text]))),
  constraint conversions_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'attributed'::text, 'unattributed'::text, 'voided'::text]))),
  constraint conversions_value_micros_check CHECK ((value_micros >= 0))
);
CREATE INDEX conversions_at ON public.conversions USING btree (account_id, test, at, id);
CREATE INDEX conversions_message ON public.conversions USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE UNIQUE INDEX conversions_order ON public.conversions USING btree (account_id, test, name, order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX conversions_pending ON public.conversions USING btree (next_try_at) WHERE (state = 'pending'::text);
CREATE INDEX conversions_phone ON public.conversions USING btree (account_id, phone) WHERE (phone IS NOT NULL);
CREATE INDEX conversions_received ON public.conversions USING btree (received_at);
CREATE INDEX conversions_rendering ON public.conversions USING btree (rendering_id, link, message_id) WHERE (state = 'attributed'::text);
CREATE INDEX conversions_repeats ON public.conversions USING btree (account_id, name, (((clicks -> 0) ->> 'id'::text)), at) WHERE ((source = 'browser'::text) AND (order_id IS NULL));

create table erasures (
  id bigint generated always as identity not null,
  account_id bigint not null,
  phone text,
  phone_hash bytea not null,
  actor text not null,
  stage text default 'messages'::text not null,
  "position" text default ''::text not null,
  messages integer default 0 not null,
  requested_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  constraint erasures_pkey PRIMARY KEY (id),
  constraint erasures_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint erasures_check CHECK (((phone IS NULL) = (finished_at IS NOT NULL)))
);
CREATE INDEX erasures_finished ON public.erasures USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE UNIQUE INDEX erasures_open ON public.erasures USING btree (account_id, phone) WHERE (finished_at IS NULL);

create table experiment_decisions (
  account_id bigint not null,
  campaign_id bigint not null,
  number integer not null,
  at timestamp with time zone default now() not null,
  actor text not null,
  inputs json not null,
  outcome json not null,
  constraint experiment_decisions_pkey PRIMARY KEY (account_id, campaign_id, number),
  constraint experiment_decisions_account_id_campaign_id_fkey FOREIGN KEY (account_id, campaign_id) REFERENCES experiments(account_id, campaign_id),
  constraint experiment_decisions_number_check CHECK ((number > 0))
);

create table experiment_draws (
  account_id bigint not null,
  campaign_id bigint not null,
  decision integer not null,
  pass smallint not null,
  variant_id bigint not null,
  share double precision not null,
  drawn bigint not null,
  made bigint not null,
  constraint experiment_draws_pkey PRIMARY KEY (account_id, campaign_id, decision, pass, variant_id),
  constraint experiment_draws_account_id_campaign_id_fkey FOREIGN KEY (account_id, campaign_id) REFERENCES experiments(account_id, campaign_id)
);

create table experiment_holdouts (
  account_id bigint not null,
  campaign_id bigint not null,
  phone text collate "C" not null,
  at timestamp with time zone default now() not null,
  constraint experiment_holdouts_pkey PRIMARY KEY (account_id, campaign_id, phone),
  constraint experiment_holdouts_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text))
);
CREATE INDEX experiment_holdouts_at ON public.experiment_holdouts USING btree (at);
CREATE INDEX experiment_holdouts_phone ON public.experiment_holdouts USING btree (account_id, phone);

create table experiments (
  account_id bigint not null,
  campaign_id bigint not null,
  design jsonb not null,
  phase text default 'draft'::text not null,
  pass smallint default 1 not null,
  is_waiting boolean default false not null,
  allowance bigint,
  shares jsonb,
  decisions integer default 0 not null,
  planned bigint,
  watch_seconds integer,
  started_at timestamp with time zone,
  deadline_at timestamp with time zone,
  settled_at timestamp with time zone,
  next_look_at timestamp with time zone,
  looked_at timestamp with time zone,
  look jsonb,
  verdict integer,
  constraint experiments_pkey PRIMARY KEY (account_id, campaign_id),
  constraint experiments_campaign_id_key UNIQUE (campaign_id),
  constraint experiments_account_id_campaign_id_fkey FOREIGN KEY (account_id, campaign_id) REFERENCES campaigns(account_id, id),
  constraint experiments_check CHECK (((phase = 'draft'::text) = (started_at IS NULL))),
  constraint experiments_design_check CHECK ((jsonb_typeof(design) = 'object'::text)),
  constraint experiments_pass_check CHECK ((pass = ANY (ARRAY[1, 2]))),
  constraint experiments_phase_check CHECK ((phase = ANY (ARRAY['draft'::text, 'running'::text, 'asking'::text, 'decided'::text, 'ended'::text]))),
  constraint experiments_planned_check CHECK ((planned > 0)),
  constraint experiments_watch_seconds_check CHECK ((watch_seconds > 0))
);
CREATE INDEX experiments_due ON public.experiments USING btree (next_look_at) WHERE (next_look_at IS NOT NULL);

create table hit_review (
  id boolean default true not null,
  reviewed_to timestamp with time zone not null,
  constraint hit_review_pkey PRIMARY KEY (id),
  constraint hit_review_id_check CHECK (id)
);

create table hit_review_ranges (
  id bigint generated always as identity not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  constraint hit_review_ranges_pkey PRIMARY KEY (id)
);

create table hit_rollups (
  account_id bigint not null,
  hour timestamp with time zone not null,
  rendering_id bigint not null,
  link smallint not null,
  device text not null,
  test boolean not null,
  counted boolean not null,
  clicks bigint not null,
  unique_clicks bigint not null,
  clickers bigint not null,
  views bigint not null,
  prefetches bigint not null,
  bots bigint not null,
  country text not null,
  constraint hit_rollups_pkey PRIMARY KEY (account_id, hour, rendering_id, link, device, country, test, counted),
  constraint hit_rollups_country_check CHECK ((length(country) = ANY (ARRAY[0, 2])))
);
CREATE INDEX hit_rollups_rendering ON public.hit_rollups USING btree (rendering_id, link);

create table hits (
  account_id bigint not null,
  at timestamp with time zone not null,
  message_id bigint,
  code_space_id smallint,
  number bigint,
  rendering_id bigint not null,
  link smallint not null,
  test boolean not null,
  answer smallint not null,
  head boolean not null,
  purpose text not null,
  user_agent text not null,
  network inet,
  network_over_budget boolean not null,
  before_send boolean not null,
  verdict text not null,
  reasons text[] not null,
  rules_version smallint not null,
  device text not null,
  os text not null,
  browser text not null,
  app text not null,
  country text,
  first_of_link boolean default false not null,
  first_of_message boolean default false not null,
  erased boolean default false not null
) partition by RANGE (at);
CREATE INDEX hits_message ON ONLY public.hits USING btree (message_id, at) WHERE (message_id IS NOT NULL);
CREATE INDEX hits_suspects ON ONLY public.hits USING btree (at) WHERE ((message_id IS NOT NULL) AND ((device = 'desktop'::text) OR ((device = 'other'::text) AND (app = ''::text)) OR (link >= 2)));

create table hits_default partition of hits DEFAULT;

create table idempotency_answers (
  account_id bigint not null,
  key text not null,
  request_hash bytea not null,
  status smallint not null,
  body jsonb not null,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_answers_pkey PRIMARY KEY (account_id, key),
  constraint idempotency_answers_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint idempotency_answers_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);
CREATE INDEX idempotency_answers_created ON public.idempotency_answers USING btree (created_at);

create table inbound_messages (
  id bigint generated always as identity not null,
  carrier_id bigint not null,
  carrier_message_id text not null,
  account_id bigint,
  answers_message_id bigint,
  phone text not null,
  recipient text not null,
  text text not null,
  received_at timestamp with time zone default now() not null,
  kind text default 'text'::text not null,
  is_sure boolean default true not null,
  handled text default 'none'::text not null,
  test boolean default false not null,
  answer_message_id bigint,
  constraint inbound_messages_pkey PRIMARY KEY (id),
  constraint inbound_messages_carrier_id_carrier_message_id_key UNIQUE (carrier_id, carrier_message_id),
  constraint inbound_messages_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint inbound_messages_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES carriers(id),
  constraint inbound_messages_handled_check CHECK ((handled = ANY (ARRAY['opted_out'::text, 'opted_in'::text, 'kept'::text, 'none'::text]))),
  constraint inbound_messages_kind_check CHECK ((kind = ANY (ARRAY['opt_out'::text, 'opt_in'::text, 'help'::text, 'text'::text])))
);
CREATE INDEX inbound_messages_account ON public.inbound_messages USING btree (account_id, id);
CREATE INDEX inbound_messages_kind ON public.inbound_messages USING btree (account_id, kind, id) WHERE (kind <> 'text'::text);
CREATE INDEX inbound_messages_phone ON public.inbound_messages USING btree (account_id, phone, id);

create table installation (
  id boolean default true not null,
  secret_check bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint installation_pkey PRIMARY KEY (id),
  constraint installation_id_check CHECK (id)
);

create table invitations (
  account_id bigint not null,
  id bigint generated always as identity not null,
  token_hash bytea not null,
  role text not null,
  note text default ''::text not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  constraint invitations_pkey PRIMARY KEY (account_id, id),
  constraint invitations_id_key UNIQUE (id),
  constraint invitations_token_hash_key UNIQUE (token_hash),
  constraint invitations_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint invitations_note_check CHECK ((length(note) <= 200)),
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'marketer'::text, 'developer'::text, 'viewer'::text])))
);
CREATE INDEX invitations_expiry ON public.invitations USING btree (expires_at);

create table journals (
  id uuid not null,
  segment integer not null,
  "position" bigint not null,
  updated_at timestamp with time zone default now() not null,
  constraint journals_pkey PRIMARY KEY (id, segment)
);
CREATE INDEX journals_updated ON public.journals USING btree (updated_at);

create table link_totals (
  message_id bigint not null,
  link smallint not null,
  account_id bigint not null,
  clicks integer not null,
  views integer not null,
  prefetches integer not null,
  bots integer not null,
  first_click_at timestamp with time zone,
  first_view_at timestamp with time zone,
  last_hit_at timestamp with time zone,
  message_clicks integer not null,
  message_views integer not null,
  message_prefetches integer not null,
  message_bots integer not null,
  message_first_click_at timestamp with time zone,
  constraint link_totals_pkey PRIMARY KEY (message_id, link)
) with (fillfactor=60);
CREATE INDEX link_totals_clicked ON public.link_totals USING btree (account_id, message_id) WHERE ((link = 0) AND (message_first_click_at IS NOT NULL));

create table links (
  id bigint generated always as identity not null,
  account_id bigint not null,
  rendering_id bigint not null,
  "position" smallint not null,
  destination_kind text not null,
  destination text not null,
  taken_down_at timestamp with time zone,
  changed_at timestamp with time zone default now() not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone,
  constraint links_pkey PRIMARY KEY (id),
  constraint links_rendering_id_position_key UNIQUE (rendering_id, "position"),
  constraint links_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint links_rendering_id_fkey FOREIGN KEY (rendering_id) REFERENCES renderings(id),
  constraint links_destination_kind_check CHECK ((destination_kind = ANY (ARRAY['fixed'::text, 'fields'::text, 'value'::text])))
);
CREATE INDEX links_account ON public.links USING btree (account_id, id);
CREATE INDEX links_changed ON public.links USING btree (changed_at);
CREATE INDEX links_ending ON public.links USING btree (account_id, id) WHERE ((taken_down_at IS NOT NULL) OR (expires_at IS NOT NULL));
CREATE INDEX links_words ON public.links USING gin (account_words(account_id, destination));
CREATE TRIGGER links_changed_at BEFORE UPDATE ON public.links FOR EACH ROW EXECUTE FUNCTION touch_changed_at();

create table message_id_counter (
  id boolean default true not null,
  next_id bigint not null,
  constraint message_id_counter_pkey PRIMARY KEY (id),
  constraint message_id_counter_id_check CHECK (id)
);

create table messages (
  id bigint not null,
  account_id bigint not null,
  api_key_id bigint,
  batch_id bigint,
  rendering_id bigint not null,
  carrier_id bigint not null,
  test boolean not null,
  phone text not null,
  country text,
  sender text not null,
  merge_values jsonb,
  label text,
  reference text,
  tracking text not null,
  code_space_id smallint,
  first_number bigint,
  link_count smallint not null,
  link_validity interval,
  encoding text not null,
  parts smallint not null,
  price_micros bigint,
  currency text,
  flash boolean default false not null,
  on_unknown text not null,
  state text not null,
  attempts smallint default 0 not null,
  send_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  claimed_until timestamp with time zone,
  carrier_message_id text,
  failure text,
  created_at timestamp with time zone default now() not null,
  submitted_at timestamp with time zone,
  accepted_at timestamp with time zone,
  settled_at timestamp with time zone,
  values_erased_at timestamp with time zone,
  erased_at timestamp with time zone,
  fallback_carrier_id bigint,
  campaign_id bigint,
  variant_id bigint,
  time_zone text,
  exempt boolean default false not null,
  user_id bigint,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint messages_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id),
  constraint messages_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batches(id),
  constraint messages_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES carriers(id),
  constraint messages_code_space_id_fkey FOREIGN KEY (code_space_id) REFERENCES code_spaces(id),
  constraint messages_fallback_carrier_id_fkey FOREIGN KEY (fallback_carrier_id) REFERENCES carriers(id),
  constraint messages_rendering_id_fkey FOREIGN KEY (rendering_id) REFERENCES renderings(id),
  constraint messages_check CHECK (((batch_id IS NULL) OR (on_unknown = 'keep'::text))),
  constraint messages_check1 CHECK (((state <> 'submitting'::text) OR (claimed_until IS NOT NULL))),
  constraint messages_encoding_check CHECK ((encoding = ANY (ARRAY['gsm7'::text, 'ucs2'::text]))),
  constraint messages_on_unknown_check CHECK ((on_unknown = ANY (ARRAY['resend'::text, 'keep'::text]))),
  constraint messages_parts_check CHECK ((parts > 0)),
  constraint messages_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'submitting'::text, 'accepted'::text, 'rejected'::text, 'unknown'::text, 'delivered'::text, 'undelivered'::text, 'expired'::text, 'cancelled'::text, 'suppressed'::text]))),
  constraint messages_tracking_check CHECK ((tracking = ANY (ARRAY['full'::text, 'aggregate'::text, 'off'::text])))
);
CREATE INDEX messages_account ON public.messages USING btree (account_id, id);
CREATE INDEX messages_account_created ON public.messages USING btree (account_id, test, created_at, id);
CREATE INDEX messages_account_label ON public.messages USING btree (account_id, test, label, created_at, id) WHERE (label IS NOT NULL);
CREATE INDEX messages_account_phone ON public.messages USING btree (account_id, test, phone text_pattern_ops, created_at, id);
CREATE INDEX messages_account_phone_end ON public.messages USING btree (account_id, test, "right"(phone, 4), created_at, id);
CREATE INDEX messages_account_reference ON public.messages USING btree (account_id, test, reference, created_at, id) WHERE (reference IS NOT NULL);
CREATE INDEX messages_account_single ON public.messages USING btree (account_id, test, created_at, id) WHERE (campaign_id IS NULL);
CREATE INDEX messages_account_state ON public.messages USING btree (account_id, test, state, created_at, id);
CREATE INDEX messages_campaign ON public.messages USING btree (campaign_id, created_at, id) WHERE (campaign_id IS NOT NULL);
CREATE INDEX messages_campaign_unknown ON public.messages USING btree (campaign_id, id) INCLUDE (variant_id) WHERE ((state = 'unknown'::text) AND (campaign_id IS NOT NULL));
CREATE UNIQUE INDEX messages_carrier_message ON public.messages USING btree (carrier_id, carrier_message_id) WHERE (carrier_message_id IS NOT NULL);
CREATE INDEX messages_claimed ON public.messages USING btree (claimed_until) WHERE (state = 'submitting'::text);
CREATE INDEX messages_due ON public.messages USING btree (carrier_id, COALESCE(campaign_id, (0)::bigint), send_at, id) WHERE (state = 'queued'::text);
CREATE INDEX messages_erased ON public.messages USING btree (id) WHERE (erased_at IS NOT NULL);
CREATE INDEX messages_kept_values ON public.messages USING btree (id) WHERE ((merge_values IS NOT NULL) AND (values_erased_at IS NOT NULL) AND (link_validity IS NOT NULL));
CREATE UNIQUE INDEX messages_number ON public.messages USING btree (code_space_id, first_number) WHERE ((batch_id IS NULL) AND (first_number IS NOT NULL));
CREATE INDEX messages_open ON public.messages USING btree (valid_until) WHERE (state = ANY (ARRAY['unknown'::text, 'accepted'::text]));
CREATE INDEX messages_rendering ON public.messages USING btree (rendering_id, phone);
CREATE INDEX messages_rendering_created ON public.messages USING btree (rendering_id, created_at, id);
CREATE INDEX messages_undelivered ON public.messages USING btree (account_id, phone, created_at) WHERE ((state = ANY (ARRAY['undelivered'::text, 'expired'::text])) AND (submitted_at IS NOT NULL) AND (NOT test));
CREATE INDEX messages_unknown ON public.messages USING btree (submitted_at) WHERE (state = 'unknown'::text);
CREATE INDEX messages_unsent ON public.messages USING btree (id) WHERE (submitted_at IS NULL);
CREATE INDEX messages_values ON public.messages USING btree (COALESCE(settled_at, valid_until)) WHERE ((merge_values IS NOT NULL) AND (values_erased_at IS NULL) AND (state <> ALL (ARRAY['queued'::text, 'submitting'::text])));
CREATE TRIGGER messages_count_states AFTER UPDATE ON public.messages REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_campaign_states();

create table migrations (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migrations_pkey PRIMARY KEY (name)
);

create table notices (
  account_id bigint not null,
  id bigint generated always as identity not null,
  kind text not null,
  subject text not null,
  text text not null,
  at timestamp with time zone default now() not null,
  read_at timestamp with time zone,
  constraint notices_pkey PRIMARY KEY (account_id, id),
  constraint notices_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint notices_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
  constraint notices_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 100))),
  constraint notices_text_check CHECK (((length(text) >= 1) AND (length(text) <= 1000)))
);
CREATE INDEX notices_age ON public.notices USING btree (at);

create table opt_outs (
  account_id bigint not null,
  id bigint generated always as identity not null,
  phone text,
  source text not null,
  message_id bigint,
  inbound_message_id bigint,
  review text,
  created_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  constraint opt_outs_pkey PRIMARY KEY (account_id, id),
  constraint opt_outs_id_key UNIQUE (id),
  constraint opt_outs_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint opt_outs_review_check CHECK ((review = ANY (ARRAY['pending'::text, 'confirmed'::text, 'dismissed'::text]))),
  constraint opt_outs_source_check CHECK ((source = ANY (ARRAY['reply'::text, 'link'::text])))
);
CREATE INDEX opt_outs_ended ON public.opt_outs USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX opt_outs_message ON public.opt_outs USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE UNIQUE INDEX opt_outs_open ON public.opt_outs USING btree (account_id, phone) WHERE ((ended_at IS NULL) AND (phone IS NOT NULL));
CREATE INDEX opt_outs_pending ON public.opt_outs USING btree (account_id, id) WHERE (review = 'pending'::text);
CREATE INDEX opt_outs_phone ON public.opt_outs USING btree (account_id, phone) WHERE (phone IS NOT NULL);

create table outbox (
  id bigint default nextval('outbox_id_seq'::regclass) not null,
  xid xid8 default pg_current_xact_id() not null,
  account_id bigint not null,
  type text not null,
  at timestamp with time zone default now() not null,
  test boolean not null,
  data json not null
) partition by RANGE (at);
CREATE INDEX outbox_order ON ONLY public.outbox USING btree (xid, id);

create table outbox_default partition of outbox DEFAULT;

create table parked_receipts (
  carrier_id bigint not null,
  carrier_message_id text not null,
  state text not null,
  at timestamp with time zone not null,
  failure text,
  parked_at timestamp with time zone default now() not null,
  constraint parked_receipts_pkey PRIMARY KEY (carrier_id, carrier_message_id),
  constraint parked_receipts_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES carriers(id),
  constraint parked_receipts_state_check CHECK ((state = ANY (ARRAY['delivered'::text, 'undelivered'::text, 'expired'::text])))
);
CREATE INDEX parked_receipts_age ON public.parked_receipts USING btree (parked_at);

create table prices (
  country text not null,
  currency text not null,
  price_micros bigint not null,
  constraint prices_pkey PRIMARY KEY (country, currency),
  constraint prices_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint prices_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint prices_price_micros_check CHECK ((price_micros >= 0))
);

create table renderings (
  id bigint generated always as identity not null,
  account_id bigint not null,
  hash bytea,
  template_version_id bigint not null,
  short_domain_id bigint not null,
  link_form text not null,
  renderer_version smallint not null,
  link_kinds text[] not null,
  created_at timestamp with time zone default now() not null,
  campaign_id bigint,
  variant_id bigint,
  constraint renderings_pkey PRIMARY KEY (id),
  constraint renderings_account_id_hash_key UNIQUE (account_id, hash),
  constraint renderings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint renderings_short_domain_id_fkey FOREIGN KEY (short_domain_id) REFERENCES short_domains(id),
  constraint renderings_template_version_id_fkey FOREIGN KEY (template_version_id) REFERENCES template_versions(id),
  constraint renderings_link_form_check CHECK ((link_form = ANY (ARRAY['full'::text, 'bare'::text]))),
  constraint renderings_link_kinds_check CHECK ((link_kinds <@ ARRAY['tracked'::text, 'plain'::text, 'opt_out'::text]))
);
CREATE INDEX renderings_campaign ON public.renderings USING btree (campaign_id) WHERE (campaign_id IS NOT NULL);
CREATE INDEX renderings_template_version ON public.renderings USING btree (template_version_id);

create table routes (
  id bigint generated always as identity not null,
  prefix text default ''::text not null,
  sender_pattern text default '*'::text not null,
  priority integer default 100 not null,
  carrier_id bigint not null,
  fallback_carrier_id bigint,
  constraint routes_pkey PRIMARY KEY (id),
  constraint routes_carrier_id_fkey FOREIGN KEY (carrier_id) REFERENCES carriers(id),
  constraint routes_fallback_carrier_id_fkey FOREIGN KEY (fallback_carrier_id) REFERENCES carriers(id),
  constraint routes_check CHECK ((fallback_carrier_id <> carrier_id)),
  constraint routes_prefix_check CHECK ((prefix ~ '^[0-9]{0,15}$'::text)),
  constraint routes_priority_check CHECK (((priority >= 1) AND (priority <= 1000))),
  constraint routes_sender_pattern_check CHECK (((length(sender_pattern) >= 1) AND (length(sender_pattern) <= 32)))
);
CREATE UNIQUE INDEX routes_same ON public.routes USING btree (prefix, lower(sender_pattern), priority);

create table sealed_hit_rollups (
  account_id bigint not null,
  hour timestamp with time zone not null,
  rendering_id bigint not null,
  link smallint not null,
  device text not null,
  test boolean not null,
  counted boolean not null,
  clicks bigint not null,
  unique_clicks bigint not null,
  clickers bigint not null,
  views bigint not null,
  prefetches bigint not null,
  bots bigint not null,
  country text not null,
  constraint sealed_hit_rollups_pkey PRIMARY KEY (account_id, hour, rendering_id, link, device, country, test, counted)
);

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
  first_click_at timestamp with time zone,
  first_view_at timestamp with time zone,
  last_hit_at timestamp with time zone,
  constraint sealed_link_totals_pkey PRIMARY KEY (message_id, link)
);

create table segments (
  account_id bigint not null,
  id bigint generated always as identity not null,
  name text not null,
  rule jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint segments_pkey PRIMARY KEY (account_id, id),
  constraint segments_account_id_name_key UNIQUE (account_id, name),
  constraint segments_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint segments_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint segments_rule_check CHECK ((jsonb_typeof(rule) = 'object'::text))
);

create table sessions (
  token_hash bytea not null,
  account_id bigint not null,
  user_id bigint not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);

create table setup_links (
  token_hash bytea not null,
  account_id bigint not null,
  user_id bigint,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint setup_links_pkey PRIMARY KEY (token_hash),
  constraint setup_links_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint setup_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
CREATE INDEX setup_links_expiry ON public.setup_links USING btree (expires_at);

create table seven_nonces (
  account_id bigint not null,
  nonce text not null,
  at timestamp with time zone default now() not null,
  constraint seven_nonces_pkey PRIMARY KEY (account_id, nonce),
  constraint seven_nonces_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint seven_nonces_nonce_check CHECK (((length(nonce) >= 1) AND (length(nonce) <= 100)))
);
CREATE INDEX seven_nonces_age ON public.seven_nonces USING btree (at);

create table seven_settings (
  account_id bigint not null,
  sender text,
  requires_signature boolean default false not null,
  sealed_signing_key bytea,
  constraint seven_settings_pkey PRIMARY KEY (account_id),
  constraint seven_settings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint seven_settings_sender_check CHECK (((length(sender) >= 1) AND (length(sender) <= 16)))
);

create table short_domains (
  id bigint generated always as identity not null,
  account_id bigint,
  host text not null,
  scheme text not null,
  code_space_id smallint not null,
  is_default boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint short_domains_pkey PRIMARY KEY (id),
  constraint short_domains_host_key UNIQUE (host),
  constraint short_domains_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint short_domains_code_space_id_fkey FOREIGN KEY (code_space_id) REFERENCES code_spaces(id),
  constraint short_domains_check CHECK ((NOT (is_default AND (account_id IS NOT NULL)))),
  constraint short_domains_host_check CHECK ((host = lower(host))),
  constraint short_domains_scheme_check CHECK ((scheme = ANY (ARRAY['http'::text, 'https'::text])))
);
CREATE UNIQUE INDEX short_domains_default ON public.short_domains USING btree (is_default) WHERE is_default;

create table sign_in_failures (
  bucket text not null,
  slot integer not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  constraint sign_in_failures_pkey PRIMARY KEY (bucket, slot),
  constraint sign_in_failures_bucket_check CHECK ((bucket = ANY (ARRAY['network'::text, 'email_on_network'::text])))
);
CREATE INDEX sign_in_failures_age ON public.sign_in_failures USING btree (last_at);

create table simulator_messages (
  id bigint generated always as identity not null,
  account_id bigint not null,
  carrier_message_id text not null,
  reference text not null,
  phone text not null,
  sender text not null,
  text text not null,
  flash boolean not null,
  received_at timestamp with time zone default now() not null,
  receipt text,
  receipt_due_at timestamp with time zone,
  receipt_sent_at timestamp with time zone,
  preview_due_at timestamp with time zone,
  constraint simulator_messages_pkey PRIMARY KEY (id),
  constraint simulator_messages_carrier_message_id_key UNIQUE (carrier_message_id),
  constraint simulator_messages_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint simulator_messages_receipt_check CHECK ((receipt = ANY (ARRAY['delivered'::text, 'undelivered'::text, 'expired'::text])))
);
CREATE INDEX simulator_messages_account ON public.simulator_messages USING btree (account_id, id);
CREATE INDEX simulator_messages_due ON public.simulator_messages USING btree (receipt_due_at) WHERE ((receipt_sent_at IS NULL) AND (receipt_due_at IS NOT NULL));
CREATE INDEX simulator_messages_phone ON public.simulator_messages USING btree (account_id, phone, id);
CREATE INDEX simulator_messages_preview ON public.simulator_messages USING btree (preview_due_at) WHERE (preview_due_at IS NOT NULL);
CREATE INDEX simulator_messages_received ON public.simulator_messages USING btree (received_at);

create table spend_limits (
  account_id bigint not null,
  api_key_id bigint default 0 not null,
  period text not null,
  limit_micros bigint not null,
  period_start date not null,
  spent_micros bigint default 0 not null,
  constraint spend_limits_pkey PRIMARY KEY (account_id, api_key_id, period),
  constraint spend_limits_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint spend_limits_limit_micros_check CHECK ((limit_micros >= 0)),
  constraint spend_limits_period_check CHECK ((period = ANY (ARRAY['day'::text, 'month'::text])))
);

create table suppressions (
  account_id bigint not null,
  phone_hash bytea not null,
  phone text,
  source text not null,
  created_at timestamp with time zone default now() not null,
  id bigint generated always as identity not null,
  constraint suppressions_pkey PRIMARY KEY (account_id, phone_hash),
  constraint suppressions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint suppressions_phone_hash_check CHECK ((length(phone_hash) = 32)),
  constraint suppressions_source_check CHECK (((length(source) >= 1) AND (length(source) <= 50)))
);
CREATE INDEX suppressions_account ON public.suppressions USING btree (account_id, id);
CREATE UNIQUE INDEX suppressions_phone ON public.suppressions USING btree (account_id, phone) WHERE (phone IS NOT NULL);

create table template_versions (
  id bigint generated always as identity not null,
  account_id bigint not null,
  text text not null,
  hash bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint template_versions_pkey PRIMARY KEY (id),
  constraint template_versions_account_id_hash_key UNIQUE (account_id, hash),
  constraint template_versions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint template_versions_text_check CHECK ((length(text) <= 10000))
);
CREATE INDEX template_versions_words ON public.template_versions USING gin (account_words(account_id, text));

create table users (
  id bigint generated always as identity not null,
  account_id bigint not null,
  email text not null,
  password_hash text not null,
  created_at timestamp with time zone default now() not null,
  role text default 'owner'::text not null,
  language text,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email),
  constraint users_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint users_email_check CHECK ((email = lower(email))),
  constraint users_language_check CHECK ((language = ANY (ARRAY['en'::text, 'de'::text]))),
  constraint users_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'marketer'::text, 'developer'::text, 'viewer'::text])))
);
CREATE INDEX users_account ON public.users USING btree (account_id);

create table webhook_cursor (
  id boolean default true not null,
  epoch integer default 0 not null,
  xid xid8 not null,
  event_id bigint not null,
  event_at timestamp with time zone not null,
  constraint webhook_cursor_pkey PRIMARY KEY (id),
  constraint webhook_cursor_id_check CHECK (id)
);

create table webhook_deliveries (
  endpoint_id bigint not null,
  account_id bigint not null,
  event_xid xid8 not null,
  event_id bigint not null,
  event_at timestamp with time zone not null,
  type text not null,
  state text not null,
  attempts smallint not null,
  step smallint not null,
  next_attempt_at timestamp with time zone,
  attempted_at timestamp with time zone not null,
  status smallint,
  error text,
  ms integer not null,
  answer text,
  history jsonb,
  constraint webhook_deliveries_pkey PRIMARY KEY (endpoint_id, event_at, event_id),
  constraint webhook_deliveries_answer_check CHECK ((length(answer) <= 500)),
  constraint webhook_deliveries_check CHECK (((state = 'waiting'::text) = (next_attempt_at IS NOT NULL))),
  constraint webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['delivered'::text, 'waiting'::text, 'failed'::text])))
) partition by RANGE (event_at);
CREATE INDEX webhook_deliveries_due ON ONLY public.webhook_deliveries USING btree (endpoint_id, next_attempt_at) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_deliveries_failed ON ONLY public.webhook_deliveries USING btree (endpoint_id, event_at, event_id) WHERE (state <> 'delivered'::text);

create table webhook_deliveries_default partition of webhook_deliveries DEFAULT;

create table webhook_endpoints (
  account_id bigint not null,
  id bigint generated by default as identity not null,
  url text not null,
  description text default ''::text not null,
  format text default 'standard'::text not null,
  types text[] default '{}'::text[] not null,
  include_test boolean default false not null,
  include_recipient boolean default false not null,
  label text,
  campaign_id bigint,
  first_clicks_only boolean default false not null,
  concurrency smallint default 10 not null,
  sealed_secrets bytea not null,
  former_secret_until timestamp with time zone,
  state text default 'active'::text not null,
  state_reason text,
  state_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  method text default 'POST'::text not null,
  event_filter text,
  constraint webhook_endpoints_pkey PRIMARY KEY (account_id, id),
  constraint webhook_endpoints_id_key UNIQUE (id),
  constraint webhook_endpoints_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint webhook_endpoints_check CHECK (((state = 'active'::text) = (state_reason IS NULL))),
  constraint webhook_endpoints_concurrency_check CHECK (((concurrency >= 1) AND (concurrency <= 100))),
  constraint webhook_endpoints_description_check CHECK ((length(description) <= 200)),
  constraint webhook_endpoints_event_filter_check CHECK (((length(event_filter) >= 1) AND (length(event_filter) <= 50))),
  constraint webhook_endpoints_format_check CHECK ((format = ANY (ARRAY['standard'::text, 'seven'::text]))),
  constraint webhook_endpoints_label_check CHECK (((length(label) >= 1) AND (length(label) <= 200))),
  constraint webhook_endpoints_method_check CHECK ((method = ANY (ARRAY['POST'::text, 'JSON'::text, 'GET'::text]))),
  constraint webhook_endpoints_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text]))),
  constraint webhook_endpoints_state_reason_check CHECK ((state_reason = ANY (ARRAY['manual'::text, 'restored'::text, 'gone'::text, 'failing'::text]))),
  constraint webhook_endpoints_url_check CHECK (((length(url) >= 1) AND (length(url) <= 2048)))
);
CREATE INDEX webhook_endpoints_of_bots ON public.webhook_endpoints USING btree (account_id) WHERE ((types && ARRAY['hit.bot'::text, 'hit.prefetch'::text]) AND (state <> 'disabled'::text));

create table webhook_hours (
  endpoint_id bigint not null,
  hour timestamp with time zone not null,
  account_id bigint not null,
  delivered bigint not null,
  failed_attempts bigint not null,
  given_up bigint not null,
  total_ms bigint not null,
  max_ms integer not null,
  constraint webhook_hours_pkey PRIMARY KEY (endpoint_id, hour),
  constraint webhook_hours_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint webhook_hours_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE
);
CREATE INDEX webhook_hours_age ON public.webhook_hours USING btree (hour);

create table webhook_queue (
  id bigint generated always as identity not null,
  endpoint_id bigint not null,
  account_id bigint not null,
  event_xids xid8[] not null,
  event_ids bigint[] not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  constraint webhook_queue_pkey PRIMARY KEY (id),
  constraint webhook_queue_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint webhook_queue_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_queue_check CHECK ((((cardinality(event_ids) >= 1) AND (cardinality(event_ids) <= 500)) AND (cardinality(event_ids) = cardinality(event_xids))))
) with (toast_tuple_target=8160);
CREATE INDEX webhook_queue_endpoint ON public.webhook_queue USING btree (endpoint_id, id);

create table webhook_replays (
  id bigint generated always as identity not null,
  endpoint_id bigint not null,
  account_id bigint not null,
  kind text not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  position_xid xid8 default '0'::xid8 not null,
  position_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  position_id bigint default 0 not null,
  events bigint default 0 not null,
  created_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  constraint webhook_replays_pkey PRIMARY KEY (id),
  constraint webhook_replays_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint webhook_replays_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  constraint webhook_replays_check CHECK ((from_at < to_at)),
  constraint webhook_replays_kind_check CHECK ((kind = ANY (ARRAY['range'::text, 'failed'::text])))
);
CREATE INDEX webhook_replays_age ON public.webhook_replays USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX webhook_replays_endpoint ON public.webhook_replays USING btree (endpoint_id, id);
CREATE INDEX webhook_replays_open ON public.webhook_replays USING btree (id) WHERE (finished_at IS NULL);

create table webhook_work (
  endpoint_id bigint not null,
  account_id bigint not null,
  asked bigint default 0 not null,
  served bigint default 0 not null,
  retry_at timestamp with time zone,
  held_until timestamp with time zone,
  lease uuid,
  leased_until timestamp with time zone,
  turn_at timestamp with time zone default now() not null,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  last_success_at timestamp with time zone,
  last_attempt_at timestamp with time zone,
  constraint webhook_work_pkey PRIMARY KEY (endpoint_id),
  constraint webhook_work_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint webhook_work_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id) ON DELETE CASCADE
);
