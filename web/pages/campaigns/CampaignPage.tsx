import { useQuery } from '@tanstack/react-query'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import type { PageProps } from '../../route.ts'
import { CampaignBadge } from '../../ui/Badge.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { PageSkeleton } from '../../ui/Skeleton.tsx'
import './campaigns.css'
import { CampaignActions } from './CampaignActions.tsx'
import { ExperimentPanel } from './experiment/ExperimentPanel.tsx'
import { PauseNote } from './PauseNote.tsx'
import { ProgressPanel } from './ProgressPanel.tsx'
import { campaignQuery } from './queries.ts'
import { Report } from './Report.tsx'
import { reportWords } from './reportWords.ts'
import { useSteps } from './steps.ts'
import { Texts } from './Texts.tsx'
import { campaignWords } from './words.ts'

/** One campaign: how far it has come, and what came of it. */
export default function CampaignPage({ params }: PageProps) {
  const words = useWords(campaignWords)
  const id = params.id ?? ''
  const query = useQuery(campaignQuery(id))
  return (
    <>
      {query.isError && query.data === undefined && (
        <PageHeader title={words.campaign} parent={{ to: paths.campaigns(), name: words.title }} />
      )}
      <QueryView query={query} skeleton={<PageSkeleton />}>
        {(campaign) => <Loaded key={id} campaign={campaign} />}
      </QueryView>
    </>
  )
}

function Loaded({ campaign }: { campaign: Campaign }) {
  const words = useWords(campaignWords)
  const report = useWords(reportWords)
  const steps = useSteps(campaign)
  const hasBegun = campaign.started_at !== null
  return (
    <>
      <PageHeader
        title={campaign.name}
        parent={{ to: paths.campaigns(), name: words.title }}
        beside={<CampaignBadge state={campaign.state} />}
        actions={<CampaignActions campaign={campaign} steps={steps} />}
      />
      {steps.error !== null && steps.variables !== 'cancel' && steps.variables !== 'remove' && <ErrorNote error={steps.error} />}
      <PauseNote campaign={campaign} />
      <ProgressPanel campaign={campaign} />
      {campaign.state === 'draft' && <EmptyState>{report.draftBody}</EmptyState>}
      {campaign.experiment !== null && <ExperimentPanel campaignId={campaign.id} />}
      {hasBegun && campaign.state !== 'draft' && <Report campaign={campaign} />}
      <Texts campaign={campaign} />
    </>
  )
}
