import { useWords } from '../../i18n/words.ts'
import type { Choice } from '../../ui/Combobox.tsx'
import type { Named } from './draft.ts'
import { looksLikeNumber } from './numbers.ts'
import { toWords } from './toWords.ts'

/** Offers that a list shows; who types more sees fewer. */
const OFFERS = 30

type Offered = { text: string; groups: readonly Named[]; segments: readonly Named[]; hasEverybody: boolean }

/** A number that is typed comes first, then what is named like the text; `groups` and `segments` are those that can still be chosen. */
export function useOffers({ text, groups, segments, hasEverybody }: Offered): Choice[] {
  const words = useWords(toWords).recipients
  const wanted = text.trim().toLowerCase()
  const fits = (name: string) => name.toLowerCase().includes(wanted)
  const offer = (kind: 'group' | 'segment', list: readonly Named[]): Choice[] =>
    list.filter(({ name }) => fits(name)).map(({ id, name }) => ({ value: `${kind}:${id}`, label: name, about: words[kind] }))
  const number: Choice[] = looksLikeNumber(text) ? [{ value: 'number', label: words.addNumber(text.trim()) }] : []
  const all: Choice[] = hasEverybody && fits(words.everybody) ? [{ value: 'all', label: words.everybody }] : []
  return [...number, ...all, ...offer('group', groups), ...offer('segment', segments)].slice(0, OFFERS)
}
