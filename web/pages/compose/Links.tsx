import { lazy, Suspense } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Switch } from '../../ui/Choice.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { Draft } from './draft.ts'
import type { DetailsProps } from './LinkDetails.tsx'
import type { DraftLink } from './measure.ts'
import type { Surroundings } from './surroundings.ts'
import type { Change } from './stage.ts'
import { textWords } from './textWords.ts'

const LinkDetails = lazy(async () => ({ default: (await import('./LinkDetails.tsx')).LinkDetails }))

type LinksProps = { links: readonly DraftLink[]; draft: Draft; surroundings: Surroundings; change: Change }

/** Each link of the text: whether it is tracked, how long it will be, where it leads. */
export function Links({ links, draft, surroundings, change }: LinksProps) {
  const words = useWords(textWords).links
  if (links.length === 0) return null
  const turn = ({ start }: DraftLink, isTracked: boolean) =>
    change({ untracked: isTracked ? draft.untracked.filter((place) => place !== start) : [...draft.untracked, start] })
  return (
    <ul role="list" className="compose-links" aria-label={words.title}>
      {links.map((link) => (
        <li key={link.position}>
          <LinkRow link={link} isSwitchable={draft.isTracking && surroundings.tracking !== 'off'} turn={(on) => turn(link, on)}>
            <Details link={link} draft={draft} surroundings={surroundings} change={change} />
          </LinkRow>
        </li>
      ))}
    </ul>
  )
}

function LinkRow({
  link,
  isSwitchable,
  turn,
  children,
}: {
  link: DraftLink
  isSwitchable: boolean
  turn: (isTracked: boolean) => void
  children: React.ReactNode
}) {
  const words = useWords(textWords).links
  const { number } = useFormat()
  const { kind, written, shortLength } = link
  const length = words.characters(number(shortLength ?? written.length))
  if (kind === 'opt_out')
    return (
      <>
        <span className="compose-link-name">{words.optOut}</span>
        <span className="soft figure">{length}</span>
      </>
    )
  return (
    <>
      <span className={`compose-link-name mono ${kind}`} title={written}>
        {written}
      </span>
      <span className="soft figure">{length}</span>
      {isSwitchable && (
        <Switch
          label={
            <>
              <span className="unseen">{words.tracked(written)}: </span>
              {kind === 'tracked' ? words.trackedWord : words.untrackedWord}
            </>
          }
          checked={kind === 'tracked'}
          onChange={turn}
        />
      )}
      {children}
    </>
  )
}

function Details(props: DetailsProps) {
  const words = useWords(textWords).links
  const { written } = props.link
  return (
    <Popover label={words.detailsOf(written)} button={<NamedDetails written={written} />} kind="bare" end className="compose-details">
      <Suspense fallback={<SkeletonRows rows={3} />}>
        <LinkDetails {...props} />
      </Suspense>
    </Popover>
  )
}

/** One word for those who see which link it stands beside; the link with it for those who do not. */
const NamedDetails = ({ written }: { written: string }) => (
  <>
    {useWords(textWords).links.details}
    <span className="unseen"> {written}</span>
  </>
)
