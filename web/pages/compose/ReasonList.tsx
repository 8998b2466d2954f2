import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { toWords } from './toWords.ts'
import type { LeftOut } from './useRecipients.ts'

/** Why people are left out, most first. */
export function ReasonList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  const words = useWords(toWords).recipients
  const { number } = useFormat()
  return (
    <ul className="compose-reasons">
      {leftOut
        .toSorted((a, b) => b.count - a.count)
        .map(({ reason, count, such }) => (
          <li key={reason}>
            <span className="figure">{number(count)}</span> {words.reasons[reason]}
            {such.length > 0 && <span className="soft"> ({words.such(such.slice(0, SUCH).join(', '))})</span>}
          </li>
        ))}
    </ul>
  )
}
const SUCH = 3
