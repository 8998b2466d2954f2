import './Compose.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import type { PageProps } from '../../route.ts'
import { useSections } from '../../sections.ts'
import { useMay } from '../../session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Note } from '../../ui/Note.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Composer } from './Composer.tsx'
import { campaignQuery } from './queries.ts'
import { useStart, useSurroundings } from './useStart.ts'
import { composeWords } from './words.ts'

/** Where messages and campaigns are written. */
export default function ComposePage({ params }: PageProps) {
  const words = useWords(composeWords)
  const mayWrite = useMay('messages:write')
  const [round, setRound] = useState(0)
  const [place, go] = useLocation()
  const restart = () => {
    setRound(round + 1)
    if (place !== paths.compose()) go(paths.compose())
  }
  if (!mayWrite)
    return (
      <>
        <PageHeader title={words.title} />
        <Note title={words.noRights}>
          <p>{words.noRightsTodo}</p>
        </Note>
      </>
    )
  return <Opened key={round} id={params.id} restart={restart} />
}

/** Everything that the composer needs before the first letter: what the account says, and the campaign if there is one. */
function Opened({ id, restart }: { id: string | undefined; restart: () => void }) {
  const words = useWords(composeWords)
  // A draft that gets its id while it is written is the same draft: what was opened first counts.
  const [openedId] = useState(id)
  const { surroundings, sending, error, retry } = useSurroundings()
  const campaign = useQuery({
    ...campaignQuery(openedId ?? ''),
    enabled: openedId !== undefined,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  const start = useStart(openedId, campaign.data)
  const failed = error ?? campaign.error
  if (failed !== null)
    return (
      <>
        <PageHeader title={words.title} />
        <ErrorNote error={failed} retry={error === null ? () => void campaign.refetch() : retry} />
      </>
    )
  if (campaign.data !== undefined && campaign.data.state !== 'draft' && start === undefined) return <NotDraft campaign={campaign.data} />
  if (surroundings === undefined || sending === undefined || start === undefined)
    return (
      <>
        <PageHeader title={words.title} />
        <SkeletonRows rows={6} />
      </>
    )
  return <Composer start={start} surroundings={surroundings} sending={sending} restart={restart} />
}

/** A campaign that is scheduled can be taken off the schedule; one that runs cannot be written any more. */
function NotDraft({ campaign }: { campaign: Campaign }) {
  const words = useWords(composeWords).notDraft
  const title = useWords(composeWords).edit
  const client = useQueryClient()
  const hasCampaigns = useSections().has('campaigns')
  const takeOff = useMutation({
    mutationFn: () => send<Campaign>('POST', `/v1/campaigns/${campaign.id}/unschedule`),
    onSuccess: (changed) => client.setQueryData(campaignQuery(campaign.id).queryKey, changed),
  })
  const sentence = campaign.state === 'scheduled' ? words.scheduled : words.other
  return (
    <>
      <PageHeader title={title} beside={<bdi>{campaign.name}</bdi>} />
      <Note>
        <p>{sentence}</p>
        <div className="note-actions">
          {campaign.state === 'scheduled' && (
            <Button busy={takeOff.isPending} onClick={() => takeOff.mutate()}>
              {words.takeOff}
            </Button>
          )}
          {hasCampaigns && <ButtonLink to={paths.campaign(campaign.id)}>{words.open}</ButtonLink>}
        </div>
      </Note>
      {takeOff.error !== null && <ErrorNote error={takeOff.error} />}
    </>
  )
}
