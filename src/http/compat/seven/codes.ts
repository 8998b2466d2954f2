import type { ErrorCode } from '../../../lib/errors.ts'

/** The codes of seven.io that can occur here, with their meaning; docs/seven.md lists the others. */
export const codes = {
  100: 'The message is accepted',
  101: 'At least one recipient was refused',
  201: 'The sender is invalid',
  202: 'The number of the recipient is invalid',
  301: 'The parameter "to" is missing',
  305: 'The parameter "text" is missing or cannot be sent',
  400: 'This kind of message is not possible here',
  401: 'The text is too long',
  402: 'The same text went to the same number within the last 180 seconds',
  500: 'The spend limit is reached',
  600: 'It cannot be sent, or there is nothing by that id',
  700: 'The request is not understood',
  900: 'The API key is missing or wrong',
  901: 'The signature is wrong, too old or was used before',
  902: 'The API key may not do that, or Tapline has no such thing',
} as const
export type Code = keyof typeof codes

/** A request that cannot be answered but by a code. `detail` says in a sentence what would have worked. */
export class SevenRefusal extends Error {
  readonly code: Code
  constructor(code: Code, detail: string = codes[code]) {
    super(detail)
    this.name = 'SevenRefusal'
    this.code = code
  }
}

/** What the codes of our own API are called there; for the others there is no word. */
const ofError: Partial<Record<ErrorCode, Code>> = {
  unauthenticated: 900,
  scope_missing: 902,
  role_missing: 902,
  sender_invalid: 201,
  phone_invalid: 202,
  phone_not_mobile: 202,
  recipient_duplicate: 202,
  text_empty: 305,
  template_invalid: 305,
  too_many_links: 305,
  link_invalid: 305,
  link_private: 305,
  link_loop: 305,
  link_taken_down: 305,
  text_too_long: 401,
  message_repeated: 402,
  no_route: 600,
  not_found: 600,
}

export const codeOf = (code: ErrorCode): Code => ofError[code] ?? 700
