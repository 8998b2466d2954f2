import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { Money, NumberText } from '../../ui/Figure.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonLine } from '../../ui/Skeleton.tsx'
import { cardWords } from './cardWords.ts'
import { reportQuery } from './queries.ts'

/** What became of all messages of a campaign. */
export function CampaignFigures({ id, heading = true }: { id: string; heading?: boolean }) {
  const words = useWords(cardWords)
  const format = useFormat()
  const may = useMay('campaigns:read')
  const query = useQuery({ ...reportQuery(id), enabled: may })
  if (!may) return null
  return (
    <div className="message-card-campaign">
      {heading && <p className="soft">{words.wholeCampaign}</p>}
      <QueryView query={query} skeleton={<SkeletonLine width={36} />}>
        {({ reached, clickers, click_rate: rate, views, conversions, values }) => (
          <dl>
            <Entry name={words.reached}>
              <NumberText value={reached} />
            </Entry>
            <Entry name={words.clicked} tone="click">
              <NumberText value={clickers} />
              {rate !== null && <span className="soft"> ({words.ofReached(format.percent(rate))})</span>}
            </Entry>
            <Entry name={words.viewsName} tone="view">
              <NumberText value={views} />
            </Entry>
            <Entry name={words.convertedName} tone="conversion">
              <NumberText value={conversions} />
              {values.map((value) => (
                <span key={value.currency}>
                  {', '}
                  <Money value={value} />
                </span>
              ))}
            </Entry>
          </dl>
        )}
      </QueryView>
    </div>
  )
}

const Entry = ({ name, tone = '', children }: { name: string; tone?: string; children: ReactNode }) => (
  <div>
    <dt className={tone}>{name}</dt>
    <dd>{children}</dd>
  </div>
)
