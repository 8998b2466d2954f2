import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Switch } from '../../ui/Choice.tsx'
import { Select } from '../../ui/Field.tsx'
import { Popover } from '../../ui/Popover.tsx'
import type { Draft } from './draft.ts'
import { LinkUtm } from './LinkUtm.tsx'
import type { DraftLink } from './measure.ts'
import type { Surroundings } from './surroundings.ts'
import { useEngine } from './useEngine.ts'
import type { Change } from './stage.ts'
import { textWords } from './textWords.ts'

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

function Details({ link, draft, surroundings, change }: { link: DraftLink; draft: Draft; surroundings: Surroundings; change: Change }) {
  const words = useWords(textWords).links
  const { domainOf } = useEngine()
  const { domains } = surroundings
  return (
    <Popover
      label={words.detailsOf(link.written)}
      button={<NamedDetails written={link.written} />}
      kind="bare"
      end
      className="compose-details"
    >
      <dl className="compose-facts">
        <dt>{words.leadsTo}</dt>
        <dd className="mono">{link.destination ?? words.byValue}</dd>
      </dl>
      {link.kind === 'tracked' && (
        <>
          {domains.length > 1 && (
            <Select
              label={words.domain}
              options={domains.map(({ host }) => ({ value: host, label: host }))}
              value={domainOf(draft, surroundings)?.host ?? ''}
              onChange={(shortDomain) => change({ shortDomain })}
            />
          )}
          <Select
            label={words.form}
            options={[
              { value: 'full', label: words.full },
              { value: 'bare', label: words.bare },
            ]}
            value={draft.linkForm ?? surroundings.linkForm}
            onChange={(linkForm) => change({ linkForm })}
          />
          <LinkUtm link={link} draft={draft} surroundings={surroundings} change={change} />
        </>
      )}
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
