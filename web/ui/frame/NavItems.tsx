import { Link, useLocation } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { Icon } from '../Icon.tsx'
import { isWithin, type Place } from './places.ts'
import { frameWords } from './words.ts'

/** Links to sections; the one that the reader is in is marked. */
export function NavItems({ places, onGo }: { places: readonly Place[]; onGo?: () => void }) {
  const [address] = useLocation()
  const words = useWords(frameWords)
  return (
    <ul role="list">
      {places.map(({ section, to, second = false }) => (
        <li key={section} className={second ? 'second' : undefined}>
          <Link
            href={to}
            className="nav-item"
            aria-current={isWithin(address, to) ? 'page' : undefined}
            {...(onGo === undefined ? {} : { onClick: onGo })}
          >
            <Icon name={section} />
            <span>{words.sections[section]}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
