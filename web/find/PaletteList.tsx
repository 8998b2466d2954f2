import { Icon } from '../ui/Icon.tsx'
import { useWords } from '../i18n/words.ts'
import type { Offer, OfferGroup } from './offers.ts'
import { findWords } from './words.ts'

type ListProps = { id: string; groups: readonly OfferGroup[]; marked: string | undefined; onTake: (offer: Offer) => void }

/** What fits, by kind. The field keeps the focus; this list is what it speaks of. */
export function PaletteList({ id, groups, marked, onTake }: ListProps) {
  const words = useWords(findWords)
  if (groups.length === 0) return null
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label={words.offers}
      className="palette-list"
      // The field keeps the focus while the mouse chooses.
      onPointerDown={(event) => event.preventDefault()}
    >
      {groups.map(({ key, name, offers }) => (
        <div key={key} role="group" aria-labelledby={`${id}-of-${key}`}>
          <div id={`${id}-of-${key}`} className="palette-group" role="presentation">
            {name}
          </div>
          {offers.map((offer) => (
            <Line key={offer.key} id={`${id}-${offer.key}`} offer={offer} isMarked={offer.key === marked} onTake={() => onTake(offer)} />
          ))}
        </div>
      ))}
    </div>
  )
}

const Line = ({ id, offer, isMarked, onTake }: { id: string; offer: Offer; isMarked: boolean; onTake: () => void }) => (
  // The keyboard stays in the field, which acts on the marked line.
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={isMarked}
    ref={(element) => {
      if (isMarked) element?.scrollIntoView({ block: 'nearest' })
    }}
    onClick={onTake}
  >
    <Icon name={offer.icon} />
    <bdi className="palette-label">{offer.label}</bdi>
    {offer.about !== undefined && offer.about !== '' && <bdi className="palette-about">{offer.about}</bdi>}
  </div>
)
