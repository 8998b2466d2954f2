import '../campaigns/campaigns.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { CampaignTable } from '../campaigns/CampaignTable.tsx'
import { lastCampaigns } from './queries.ts'
import { homeWords } from './words.ts'

/** The newest campaigns with what came of them; nothing at all while there is none, since the messages below say what to do first. */
export function LastCampaigns() {
  const words = useWords(homeWords)
  const query = useQuery(lastCampaigns)
  if (query.data?.campaigns.length === 0) return null
  return (
    <section className="section" aria-labelledby="last-campaigns">
      <header>
        <h2 id="last-campaigns">{words.campaigns}</h2>
        <Link href={paths.campaigns()}>{words.allCampaigns}</Link>
      </header>
      <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ campaigns }) => <CampaignTable rows={campaigns} isStale={query.isPlaceholderData} />}
      </QueryView>
    </section>
  )
}
