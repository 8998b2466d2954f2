/**
 * What erasing a person does to a column that tells of a recipient: `cleared` (emptied, or overwritten by `[erased]`), `deleted` (with its row),
 * `stays` (it no longer leads to anybody then, or must stay: the keyed hash of a suppressed number).
 */
export type Fate = 'cleared' | 'deleted' | 'stays'

/** The columns of a table: those that tell of a recipient, those of people who sign in, and those that tell of no person. */
export type TableColumns = { recipient?: Record<string, Fate>; user?: readonly string[]; other?: readonly string[] }

const words = (list: string) => list.split(' ')

/** Every column of the schema. A test compares this with the real one, so a new column fails it until somebody has thought about it. */
export const columns: Record<string, TableColumns> = {
  accounts: {
    other: words(
      'id name currency default_country time_zone tracking gpc merge_fields_in_urls link_form link_validity_days fallback_url referrer_policy utm created_at changed_at ignored_suspicions stop_reply start_reply help_reply short_domain senders only_senders quiet_from quiet_until quiet_clock',
    ),
  },
  api_keys: { other: words('id account_id public_id secret_hash name mode scopes rate_per_minute created_at last_used_at revoked_at') },
  audit_entries: { user: ['actor'], other: words('id account_id at action subject data') },
  batches: {
    other: words(
      'id kind code_space_id first_number size account_id rendering_id links_per_message first_message_id tracking test links_expire_at created_at changed_at deleted_below campaign_id variant_id',
    ),
  },
  campaign_counts: { other: words('account_id campaign_id variant_id state sent slot messages parts price_micros unpriced') },
  campaign_omissions: { other: words('account_id campaign_id reason recipients') },
  campaign_rates: { other: words('campaign_id messages_per_second quiet_from quiet_until second taken') },
  campaign_variants: { other: words('account_id campaign_id id position name weight text links sender') },
  // An audience may list numbers.
  campaigns: {
    recipient: { audience: 'cleared' },
    user: ['user_id'],
    other: words(
      'account_id id name state pause_reason trouble api_key_id sender settings schedule local_time time_zone starts_at version draw_key expanded_to expand_until expanded_at planned pace_at pace_submitted pace_per_second cleared created_at started_at finished_at',
    ),
  },
  carrier_rates: { other: words('carrier_id second taken') },
  carriers: {
    other: words('id kind name messages_per_second paused_at settings sealed_secrets version unavailable_since trouble trouble_at'),
  },
  code_spaces: { other: words('id cipher code_length sealed_key next_number') },
  consent_wordings: { other: words('account_id id hash text') },
  consents: {
    recipient: { phone: 'deleted', source: 'deleted', at: 'deleted', recorded_at: 'deleted' },
    other: words('account_id id wording_id'),
  },
  contact_fields: { other: words('account_id name created_at') },
  contact_group_members: { recipient: { contact_id: 'deleted' }, other: words('account_id group_id') },
  contact_groups: { other: words('account_id id name created_at') },
  // Parts of a file go as its rows are written, those of a failed import after a week.
  contact_import_chunks: { recipient: { data: 'deleted' }, other: words('import_id number') },
  contact_import_rejections: {
    recipient: { cells: 'deleted', detail: 'deleted' },
    other: words('account_id import_id line code'),
  },
  contact_imports: {
    other: words(
      'account_id id state file_name encoding delimiter line_break header targets rule default_country group_ids consent_source consent_at consent_wording size position line rows created updated skipped duplicates rejected failure claim claimed_until created_at changed_at finished_at',
    ),
  },
  contacts: {
    recipient: {
      ...{ phone: 'deleted', country: 'deleted', mobile: 'deleted', time_zone: 'deleted', time_zone_basis: 'deleted', fields: 'deleted' },
      ...{ import_id: 'deleted', import_line: 'deleted', created_at: 'deleted', updated_at: 'deleted' },
    },
    other: words('account_id id'),
  },
  conversion_corrections: { other: words('account_id conversion_id id kind amount_micros correction_id at') },
  conversion_rollups: {
    other: words('account_id hour rendering_id link device country name currency outcome test conversions value_micros delay_seconds'),
  },
  conversion_settings: {
    other: words('account_id parameter cookie_days cookie_domain model window_days windows origins repeat_minutes snippet_days'),
  },
  conversions: {
    recipient: {
      ...{ phone: 'cleared', reference: 'cleared', order_id: 'cleared', clicks: 'cleared', trace: 'cleared', origin: 'cleared' },
      ...{ at: 'stays', received_at: 'stays', message_id: 'stays', clicked_at: 'stays', decided_at: 'stays', voided_at: 'stays' },
      ...{ device: 'stays', country: 'stays' },
    },
    other: words(
      'account_id id test name value_micros refunded_micros currency source state reason next_try_at rendering_id link repeat_of',
    ),
  },
  erasures: {
    recipient: { phone: 'cleared', phone_hash: 'stays' },
    user: ['actor'],
    other: words('id account_id stage position messages requested_at finished_at'),
  },
  experiment_decisions: { user: ['actor'], other: words('account_id campaign_id number at inputs outcome') },
  experiment_draws: { other: words('account_id campaign_id decision pass variant_id share drawn made') },
  experiment_holdouts: { recipient: { phone: 'deleted', at: 'deleted' }, other: words('account_id campaign_id') },
  experiments: {
    other: words(
      'account_id campaign_id design phase pass is_waiting allowance shares decisions planned watch_seconds started_at deadline_at settled_at next_look_at looked_at look verdict',
    ),
  },
  hit_rollups: {
    other: words('account_id hour rendering_id link device country test counted clicks unique_clicks clickers views prefetches bots'),
  },
  hit_review: { other: words('id reviewed_to') },
  hit_review_ranges: { other: words('id from_at to_at') },
  hits: {
    recipient: {
      ...{ user_agent: 'cleared', network: 'cleared', network_over_budget: 'cleared', os: 'cleared', browser: 'cleared', app: 'cleared' },
      ...{ at: 'stays', message_id: 'stays', code_space_id: 'stays', number: 'stays', device: 'stays', country: 'stays' },
    },
    other: words(
      'account_id rendering_id link test answer head purpose before_send verdict reasons rules_version erased first_of_link first_of_message',
    ),
  },
  idempotency_answers: { recipient: { body: 'cleared' }, other: words('account_id key request_hash status created_at') },
  inbound_messages: {
    recipient: {
      ...{ phone: 'deleted', text: 'deleted', recipient: 'deleted', carrier_message_id: 'deleted' },
      ...{ answers_message_id: 'deleted', received_at: 'deleted', kind: 'deleted', handled: 'deleted', answer_message_id: 'deleted' },
    },
    other: words('id carrier_id account_id is_sure test'),
  },
  installation: { other: words('id secret_check created_at') },
  journals: { other: words('id segment position updated_at') },
  link_totals: {
    recipient: {
      message_id: 'stays',
      first_click_at: 'stays',
      first_view_at: 'stays',
      last_hit_at: 'stays',
      message_first_click_at: 'stays',
    },
    other: words('link account_id clicks views prefetches bots message_clicks message_views message_prefetches message_bots'),
  },
  invitations: { user: words('token_hash role note created_by'), other: words('account_id id created_at expires_at') },
  links: {
    recipient: { destination: 'cleared' },
    other: words('id account_id rendering_id position destination_kind taken_down_at expires_at changed_at created_at'),
  },
  message_id_counter: { other: words('id next_id') },
  messages: {
    recipient: {
      ...{ phone: 'cleared', merge_values: 'cleared', reference: 'cleared', carrier_message_id: 'cleared' },
      ...{ id: 'stays', country: 'stays', code_space_id: 'stays', first_number: 'stays', send_at: 'stays', created_at: 'stays' },
      ...{ submitted_at: 'stays', accepted_at: 'stays', settled_at: 'stays', state: 'stays' },
    },
    user: ['user_id'],
    other: words(
      'account_id api_key_id batch_id rendering_id carrier_id fallback_carrier_id test sender label tracking link_count link_validity encoding parts price_micros currency flash on_unknown attempts valid_until claimed_until failure values_erased_at erased_at campaign_id variant_id time_zone exempt',
    ),
  },
  notices: { other: words('account_id id kind subject text at read_at') },
  migrations: { other: words('name checksum applied_at') },
  opt_outs: {
    recipient: { phone: 'cleared', message_id: 'stays', inbound_message_id: 'stays', created_at: 'stays', ended_at: 'stays' },
    other: words('account_id id source review'),
  },
  outbox: { recipient: { data: 'cleared' }, other: words('id xid account_id type at test') },
  // Gone after an hour, or with their message before that.
  parked_receipts: { recipient: { carrier_message_id: 'stays' }, other: words('carrier_id state at failure parked_at') },
  prices: { other: words('country currency price_micros') },
  renderings: {
    other: words(
      'id account_id hash template_version_id short_domain_id link_form renderer_version link_kinds created_at campaign_id variant_id',
    ),
  },
  routes: { other: words('id prefix sender_pattern priority carrier_id fallback_carrier_id') },
  sealed_hit_rollups: {
    other: words('account_id hour rendering_id link device country test counted clicks unique_clicks clickers views prefetches bots'),
  },
  sealed_link_totals: {
    recipient: { message_id: 'stays', first_click_at: 'stays', first_view_at: 'stays', last_hit_at: 'stays' },
    other: words('link account_id clicks views prefetches bots unique_clicks clickers'),
  },
  segments: { other: words('account_id id name rule created_at updated_at') },
  seven_nonces: { other: words('account_id nonce at') },
  seven_settings: { other: words('account_id sender requires_signature sealed_signing_key') },
  // Slots of a hash: no address can be read from them.
  sign_in_failures: { other: words('bucket slot failures last_at') },
  sessions: { user: words('token_hash user_id created_at last_seen_at'), other: ['account_id'] },
  setup_links: { user: words('token_hash user_id expires_at used_at'), other: ['account_id'] },
  short_domains: { other: words('id account_id host scheme code_space_id is_default created_at') },
  simulator_messages: {
    recipient: { phone: 'deleted', text: 'deleted', reference: 'deleted', carrier_message_id: 'deleted', received_at: 'deleted' },
    other: words('id account_id sender flash receipt receipt_due_at receipt_sent_at preview_due_at'),
  },
  spend_limits: { other: words('account_id api_key_id period limit_micros period_start spent_micros') },
  suppressions: {
    recipient: { phone: 'cleared', phone_hash: 'stays', source: 'stays', created_at: 'stays' },
    other: words('account_id id'),
  },
  template_versions: { recipient: { text: 'cleared', hash: 'cleared' }, other: words('id account_id created_at') },
  webhook_cursor: { other: words('id epoch xid event_id event_at') },
  // The body of a request is stored nowhere; an endpoint's answer may repeat it.
  webhook_deliveries: {
    recipient: { answer: 'cleared', event_id: 'stays', event_at: 'stays' },
    other: words('endpoint_id account_id event_xid type state attempts step next_attempt_at attempted_at status error ms history'),
  },
  webhook_endpoints: {
    other: words(
      'account_id id url description format method event_filter types include_test include_recipient label campaign_id first_clicks_only concurrency sealed_secrets former_secret_until state state_reason state_at version created_at',
    ),
  },
  webhook_hours: { other: words('endpoint_id hour account_id delivered failed_attempts given_up total_ms max_ms') },
  webhook_queue: { other: words('id endpoint_id account_id event_xids event_ids from_at to_at') },
  webhook_replays: {
    other: words('id endpoint_id account_id kind from_at to_at position_xid position_at position_id events created_at finished_at'),
  },
  webhook_work: {
    other: words(
      'endpoint_id account_id asked served retry_at held_until lease leased_until turn_at failures failing_since last_success_at last_attempt_at',
    ),
  },
  users: { user: words('email password_hash created_at role language'), other: words('id account_id') },
}
