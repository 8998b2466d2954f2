import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { z } from 'zod'
import type { campaignSummary } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { CampaignBadge } from '../../ui/Badge.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { lastCampaigns } from './queries.ts'
import { homeWords } from './words.ts'

type CampaignSummary = z.infer<typeof campaignSummary>

/** The newest campaigns with their states; nothing at all while there is none, since the messages below say what to do first. */
export function LastCampaigns() {
  const words = useWords(homeWords)
  const query = useQuery(lastCampaigns)
  const columns = useColumns()
  if (query.data?.campaigns.length === 0) return null
  return (
    <section className="section" aria-labelledby="last-campaigns">
      <header>
        <h2 id="last-campaigns">{words.campaigns}</h2>
        <Link href={paths.campaigns()}>{words.allCampaigns}</Link>
      </header>
      <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ campaigns }) => (
          <DataTable
            label={words.campaigns}
            columns={columns}
            rows={campaigns}
            rowKey={({ id }) => id}
            rowHref={({ id }) => paths.campaign(id)}
          />
        )}
      </QueryView>
    </section>
  )
}

function useColumns(): readonly Column<CampaignSummary>[] {
  const words = useWords(homeWords)
  return [
    { key: 'name', header: words.name, cell: ({ id, name }) => <Name id={id} name={name} />, width: 'rest', phone: 'title' },
    { key: 'state', header: words.state, cell: ({ state }) => <CampaignBadge state={state} />, width: 'fit' },
    {
      key: 'when',
      header: words.when,
      cell: ({ started_at: startedAt, starts_at: startsAt, created_at: createdAt }) => <Time at={startedAt ?? startsAt ?? createdAt} />,
      width: 'fit',
      align: 'end',
    },
  ]
}

const Name = ({ id, name }: { id: string; name: string }) => (
  <Link href={paths.campaign(id)} title={name}>
    {name}
  </Link>
)
