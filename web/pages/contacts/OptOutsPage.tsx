import './contacts.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { OptOutView } from '../../../src/contract/suppressions.ts'
import { send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay, useSession } from '../../session.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Select } from '../../ui/Field.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { useUrlState } from '../../useUrlState.ts'
import { ContactTabs } from './ContactTabs.tsx'
import { optOutsQuery } from './queries.ts'
import { suppressionWords } from './suppressionWords.ts'
import { useChange } from './useChange.ts'

const defaults = { review: 'pending' }
const reviews = ['pending', 'confirmed', 'dismissed', 'all'] as const

/** Who opted out; first of all those texts that somebody should look at. */
export default function OptOutsPage() {
  const words = useWords(suppressionWords).optOuts
  const { values, change } = useUrlState(defaults)
  const review = reviews.find((one) => one === values.review) ?? 'pending'
  const query = useInfiniteQuery(optOutsQuery(review === 'all' ? {} : { review }))
  return (
    <>
      <PageHeader title={words.title} />
      <ContactTabs />
      <div className="filter-bar">
        <Select
          label={words.review}
          options={reviews.map((value) => ({ value, label: words.reviews[value] }))}
          value={review}
          onChange={(chosen) => change({ review: chosen })}
        />
      </div>
      {review === 'pending' && <p className="soft">{words.about}</p>}
      <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ pages }) => {
          const optOuts = pages.flatMap((page) => page.opt_outs)
          if (optOuts.length === 0) return <EmptyState>{review === 'pending' ? words.nothing : words.none}</EmptyState>
          return (
            <ul role="list" className="opt-outs">
              {optOuts.map((optOut) => (
                <OptOut key={optOut.id} optOut={optOut} />
              ))}
            </ul>
          )
        }}
      </QueryView>
      <LoadMore query={query} />
    </>
  )
}

function OptOut({ optOut }: { optOut: OptOutView }) {
  const words = useWords(suppressionWords)
  const mayWrite = useMay('contacts:write')
  const { phone, source, text, review, message_id: messageId, created_at: at, ended_at: ended } = optOut
  return (
    <li className="opt-out">
      <header>
        <Who phone={phone} />
        <Time at={at} />
        <ReviewBadge review={review} />
        {ended !== null && (
          <span className="soft">
            {words.optOuts.ended} <Time at={ended} />
          </span>
        )}
      </header>
      <blockquote>
        <bdi>{text ?? (source === 'link' ? words.optOuts.byLink : words.optOuts.noText)}</bdi>
      </blockquote>
      <footer>
        {messageId !== null && <Link href={paths.message(messageId)}>{words.optOuts.message}</Link>}
        {review === 'pending' && mayWrite && <Verdict optOut={optOut} />}
      </footer>
    </li>
  )
}

function Verdict({ optOut: { id } }: { optOut: OptOutView }) {
  const words = useWords(suppressionWords).optOuts
  const toast = useToast()
  const settle = useChange((verdict: 'confirm' | 'dismiss') => send('POST', `/v1/opt-outs/${encodeURIComponent(id)}/${verdict}`), {
    touches: ['suppressions', 'contacts'],
    onDone: (_result, verdict) => toast(verdict === 'confirm' ? words.confirmed : words.dismissed),
  })
  return (
    <div className="opt-out-verdict">
      {settle.error !== null && <ErrorNote error={settle.error} />}
      <Button busy={settle.isPending} onClick={() => settle.mutate('dismiss')}>
        {words.dismiss}
      </Button>
      <Button busy={settle.isPending} onClick={() => settle.mutate('confirm')}>
        {words.confirm}
      </Button>
    </div>
  )
}

function Who({ phone }: { phone: string | null }) {
  const words = useWords(suppressionWords)
  const isShown = useSession().numbers === 'shown'
  if (phone === null) return <span className="soft">{words.erased}</span>
  return <strong>{isShown ? <Link href={paths.contact(phone)}>{phone}</Link> : phone}</strong>
}

function ReviewBadge({ review }: { review: OptOutView['review'] }) {
  const { states } = useWords(suppressionWords).optOuts
  switch (review) {
    case 'pending':
      return (
        <Badge tone="unsure" shape="question">
          {states.pending}
        </Badge>
      )
    case 'confirmed':
      return (
        <Badge tone="delivered" shape="tick">
          {states.confirmed}
        </Badge>
      )
    case 'dismissed':
      return (
        <Badge tone="over" shape="dash">
          {states.dismissed}
        </Badge>
      )
    case null:
      return (
        <Badge tone="sent" shape="dot">
          {states.plain}
        </Badge>
      )
  }
}
