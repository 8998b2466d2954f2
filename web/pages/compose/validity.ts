/** How late is too late: minutes that a message may wait, by the names that the composer has for them. */
export const validities = { h1: 60, h6: 360, h24: 1_440, h48: 2_880 } as const
export type Validity = keyof typeof validities
export const isValidity = (word: string): word is Validity => Object.hasOwn(validities, word)

/** The name of a validity; one that was set over the API is taken for the next longer one that has a name. */
export const validityName = (minutes: number): Validity =>
  Object.entries(validities).flatMap(([name, length]) => (length >= minutes && isValidity(name) ? name : []))[0] ?? 'h48'
