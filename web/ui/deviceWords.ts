import { defineWords } from '../i18n/words.ts'

/** What somebody held in the hand, as hits tell it; a kind that is not here stands as it is. */
export const deviceWords = defineWords<Readonly<Record<string, string>>>(
  { phone: 'Phone', tablet: 'Tablet', desktop: 'Computer', other: 'Other', unknown: 'unknown' },
  { phone: 'Telefon', tablet: 'Tablet', desktop: 'Computer', other: 'Anderes', unknown: 'unbekannt' },
)
