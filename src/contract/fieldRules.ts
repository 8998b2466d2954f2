/**
 * Why a value of a request was refused, for programs that word it in another language than English. `other`: the message alone says it.
 * Those with a limit: too_short and too_long (characters), too_few and too_many (entries), too_small and too_big (numbers).
 */
export const fieldRules = [
  ...(['missing', 'unknown', 'type', 'format', 'value', 'other'] as const),
  ...(['too_short', 'too_long', 'too_few', 'too_many', 'too_small', 'too_big'] as const),
] as const
export type FieldRule = (typeof fieldRules)[number]
