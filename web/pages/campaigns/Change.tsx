import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { HoverCard } from '../../ui/HoverCard.tsx'
import { comparisonQuery } from './queries.ts'
import { reportWords } from './reportWords.ts'

/** "+12% against the last 5 campaigns"; which, and over what time, shows on hover and focus. Nothing where there is nothing to compare. */
export function Change({ id, of }: { id: string; of: 'click_rate' | 'conversion_rate' }) {
  const words = useWords(reportWords)
  const format = useFormat()
  const { data } = useQuery(comparisonQuery(id))
  if (data === undefined) return null
  const { own, earlier, change } = data[of]
  if (own === null || earlier === null || change === null) return null
  const signed = new Intl.NumberFormat(format.locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' })
  return (
    <HoverCard
      card={
        <div className="change-card">
          <p>{words.changeMeaning(words.hours(data.hours, format.number(data.hours)))}</p>
          <p>{words.changeRates(format.percent(own), format.percent(earlier))}</p>
          <ul>
            {data.against.map((campaign) => (
              <li key={campaign.id}>
                <bdi>{campaign.name}</bdi>
              </li>
            ))}
          </ul>
        </div>
      }
    >
      <span className="metric-name">{words.change(signed.format(change), data.against.length)}</span>
    </HoverCard>
  )
}
