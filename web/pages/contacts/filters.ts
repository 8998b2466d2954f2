import type { Query } from '../../api.ts'

/** The filters of the list as its address has them; '' for none. */
export const contactDefaults = { search: '', group: '', field: '', value: '', suppressed: '', country: '' }
export type ContactFilterValues = typeof contactDefaults

/** What is typed as a number: with a plus or digits, and what people put between them. */
export const isPhoneLike = (text: string): boolean => /^\+?[\d\s()./-]*\d[\d\s()./-]*$/.test(text)

/** The filters as the API takes them. One box searches numbers and fields; those who are not shown numbers search fields alone. */
export function queryOf(
  { search, group, field, value, suppressed, country }: ContactFilterValues,
  { isMasked }: { isMasked: boolean },
): Query {
  const isNumber = isPhoneLike(search) && !isMasked
  return {
    ...(search === '' ? {} : isNumber ? { phone: search.slice(0, 20) } : { search }),
    ...(group === '' ? {} : { group }),
    ...(field === '' || value === '' ? {} : { field, value }),
    ...(suppressed === '' ? {} : { suppressed }),
    ...(country === '' ? {} : { country }),
  }
}

/** What most people want to see of a contact: names first, else the fields that came first. */
export function shownFields(names: readonly string[], most: number): readonly string[] {
  const rank = (name: string) => (/name|vorname|nachname/i.test(name) ? 0 : 1)
  return names.toSorted((one, other) => rank(one) - rank(other)).slice(0, most)
}
