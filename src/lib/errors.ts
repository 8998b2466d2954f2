/**
 * Every code that an answer may carry, with its HTTP status. A code is stable: clients switch on it.
 * A new failure gets a line here first, and one in the table of docs/api.md.
 */
export const statusOf = {
  body_invalid: 400,
  json_invalid: 400,
  query_invalid: 400,
  header_invalid: 400,
  cursor_invalid: 400,
  unauthenticated: 401,
  sign_in_failed: 401,
  scope_missing: 403,
  role_missing: 403,
  numbers_hidden: 403,
  origin_refused: 403,
  not_found: 404,
  group_unknown: 404,
  segment_unknown: 404,
  campaign_unknown: 404,
  link_unknown: 404,
  method_not_allowed: 405,
  idempotency_in_flight: 409,
  message_not_cancellable: 409,
  campaign_state: 409,
  group_name_taken: 409,
  segment_name_taken: 409,
  import_not_resumable: 409,
  import_not_cancellable: 409,
  too_many_imports: 409,
  too_many_invitations: 409,
  too_many_users: 409,
  last_owner: 409,
  opt_out_not_pending: 409,
  address_taken: 409,
  too_many_endpoints: 409,
  too_many_replays: 409,
  setup_link_invalid: 410,
  invitation_invalid: 410,
  cursor_expired: 410,
  event_expired: 410,
  body_too_large: 413,
  media_type_unsupported: 415,
  phone_invalid: 422,
  phone_not_mobile: 422,
  recipient_duplicate: 422,
  sender_invalid: 422,
  no_route: 422,
  text_empty: 422,
  text_too_long: 422,
  template_invalid: 422,
  merge_value_missing: 422,
  merge_value_invalid: 422,
  merge_field_in_url_off: 422,
  link_invalid: 422,
  link_private: 422,
  link_loop: 422,
  too_many_links: 422,
  link_taken_down: 422,
  tracking_not_allowed: 422,
  send_at_invalid: 422,
  idempotency_mismatch: 422,
  host_invalid: 422,
  password_invalid: 422,
  password_wrong: 422,
  contact_duplicate: 422,
  time_zone_invalid: 422,
  field_invalid: 422,
  consent_invalid: 422,
  too_many_fields: 422,
  too_many_groups: 422,
  too_many_segments: 422,
  audience_invalid: 422,
  audience_empty: 422,
  campaign_invalid: 422,
  spend_limit_invalid: 422,
  audience_too_slow: 422,
  file_invalid: 422,
  mapping_invalid: 422,
  scope_invalid: 422,
  conversion_invalid: 422,
  order_mismatch: 422,
  correction_invalid: 422,
  endpoint_url_invalid: 422,
  endpoint_header_invalid: 422,
  event_type_invalid: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof statusOf

/** The caller's fault: what was attempted, the value, and what would have worked. `field` is a JSON path of the request body. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  constructor(code: ErrorCode, message: string, options: { field?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.field = options.field
  }
}
