/** What a string of JavaScript may hold and a text of PostgreSQL may not. */
export const UNFIT = 'the character U+0000 or half of a surrogate pair'

/** Whether a string can be stored as it is. */
export const isText = (value: string): boolean => !value.includes('\u0000') && !/\p{Surrogate}/u.test(value)
