import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { countryCredit } from '../../../src/contract/countryCredit.ts'
import type { MessageDetail } from '../../../src/contract/messages.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { badgeWords } from '../../ui/badgeWords.ts'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { HitStep } from './HitStep.tsx'
import { ConversionText } from './MessageCard.tsx'
import { messageWords } from './messageWords.ts'
import { conversionsOf, hitList, optOutsBy, repliesTo } from './queries.ts'
import { OptOutStep, ReplyStep } from './ReplySteps.tsx'
import { StepLine } from './StepLine.tsx'
import { stepsOf, type Step } from './timelineSteps.ts'

/** From submission to what came of it, oldest first. */
export function Timeline({ message }: { message: MessageDetail }) {
  const words = useWords(messageWords)
  const { hits, steps } = useSteps(message)
  return (
    <section className="section" aria-labelledby="message-timeline">
      <header>
        <h2 id="message-timeline">{words.timeline}</h2>
      </header>
      <QueryView query={hits} skeleton={<SkeletonRows rows={4} />}>
        {() => (
          <>
            <ol role="list" className="timeline">
              {steps.map((step) => (
                <OneStep key={step.key} step={step} message={message} />
              ))}
            </ol>
            {steps.some((step) => step.kind === 'hit' && step.hit.network_country !== null) && (
              <p className="small soft">
                {words.networkCountry}{' '}
                <a href={countryCredit.url} target="_blank" rel="noopener noreferrer">
                  {countryCredit.text}
                </a>
              </p>
            )}
            {message.tracking === 'aggregate' && <p className="soft">{words.aggregateHits}</p>}
            <LoadMore query={hits} />
          </>
        )}
      </QueryView>
    </section>
  )
}

/** All that is known of what happened, by what the reader may see. */
function useSteps(message: MessageDetail) {
  const hits = useInfiniteQuery(hitList(message.id))
  const { data: bought } = useQuery({ ...conversionsOf(message.id), enabled: useMay('conversions:read') })
  const { data: written } = useQuery(repliesTo(message))
  const { data: left } = useQuery({ ...optOutsBy(message.id), enabled: useMay('contacts:read') })
  const steps = useMemo(
    () =>
      stepsOf(message, {
        hits: hits.data?.pages.flatMap((page) => page.hits) ?? [],
        goesOn: hits.hasNextPage,
        conversions: bought?.conversions ?? [],
        replies: written?.inbound ?? [],
        optOuts: left?.opt_outs ?? [],
      }),
    [message, hits.data, hits.hasNextPage, bought, written, left],
  )
  return { hits, steps }
}

function OneStep({ step, message }: { step: Step; message: MessageDetail }) {
  const words = useWords(messageWords)
  const { messages } = useWords(badgeWords)
  const format = useFormat()
  switch (step.kind) {
    case 'hit':
      return <HitStep hit={step.hit} message={message} />
    case 'conversion':
      return (
        <StepLine at={step.at} tone="conversion" title={words.conversion}>
          <ConversionText conversion={step.conversion} at={false} />
        </StepLine>
      )
    case 'reply':
      return <ReplyStep reply={step.reply} />
    case 'optOut':
      return <OptOutStep optOut={step.optOut} />
    case 'created':
      return (
        <StepLine at={step.at} tone="sent" title={words.steps.created}>
          {message.send_at > message.created_at && words.waitsUntil(format.dateTime(message.send_at, new Date(message.created_at)))}
        </StepLine>
      )
    case 'submitted':
      return (
        <StepLine at={step.at} tone="sent" title={words.steps.submitted}>
          {message.attempts > 1 && words.attempts(format.number(message.attempts))}
        </StepLine>
      )
    case 'accepted':
      return <StepLine at={step.at} tone="sent" title={words.steps.accepted} />
    case 'settled': {
      const { name, meaning } = messages[message.state]
      return (
        <StepLine at={step.at} tone={toneOf(message)} title={name.charAt(0).toUpperCase() + name.slice(1)}>
          {meaning} {message.failure !== null && <bdi className="soft">{words.failure(message.failure)}</bdi>}
        </StepLine>
      )
    }
  }
}

function toneOf({ state }: MessageDetail): 'delivered' | 'failed' | 'sent' {
  if (state === 'delivered') return 'delivered'
  return state === 'rejected' || state === 'undelivered' || state === 'expired' ? 'failed' : 'sent'
}
