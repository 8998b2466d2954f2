import type { IconName } from '../ui/Icon.tsx'

/** One line of the palette: where it leads, and what it is called. `also` is found too but not shown. */
export type Offer = { key: string; label: string; to: string; icon: IconName; about?: string; also?: string }
export type OfferGroup = { key: string; name: string; offers: readonly Offer[] }

/** Offers in which each word that was typed stands, in any case and with or without accents. */
export function matching(offers: readonly Offer[], typed: string): readonly Offer[] {
  const wanted = plain(typed).split(/\s+/)
  return offers.filter(({ label, about, also }) => {
    const text = plain(`${label} ${about ?? ''} ${also ?? ''}`)
    return wanted.every((word) => text.includes(word))
  })
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
