import type { ReactNode } from 'react'
import type { LinkChange, LinkDetail, LinkReport } from '../../../src/contract/links.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import type { Tone } from '../../ui/Badge.tsx'
import { useNow } from '../../ui/clock.ts'
import { StepLine } from '../logbook/StepLine.tsx'
import { linksWords } from './words.ts'

type Props = { link: LinkDetail; history: LinkReport['history'] }

/** What was changed for all who have the link, and who did it, newest first; it began when the text was sent first. */
export function LinkHistory({ link, history }: Props) {
  const words = useWords(linksWords).history
  return (
    <section className="section" aria-labelledby="link-history">
      <header>
        <h2 id="link-history">{words.title}</h2>
      </header>
      <ol role="list" className="timeline">
        {history.map((change) => (
          <StepLine key={`${change.at} ${change.what}`} at={change.at} tone={tones[change.what]} title={words.what[change.what]}>
            <Detail change={change} /> <By change={change} />
          </StepLine>
        ))}
        <StepLine at={link.created_at} tone="sent" title={words.created} />
      </ol>
    </section>
  )
}

const tones = { destination: 'click', expiry: 'sent', taken_down: 'failed', restored: 'delivered' } as const satisfies Record<
  LinkChange['what'],
  Tone
>

function Detail({ change: { what, from, to, expires_at: ends } }: { change: LinkChange }): ReactNode {
  const words = useWords(linksWords).history
  const format = useFormat()
  const now = useNow()
  if (what === 'expiry') return ends === null ? words.noEnd : words.end(format.dateTime(ends, now))
  if (what !== 'destination') return null
  return (
    <>
      <bdi className="mono soft">{from}</bdi> → <bdi className="mono">{to}</bdi>
    </>
  )
}

/** A person by address, a key by its name, and both by the id where they are gone. */
function By({ change: { by, by_name: name } }: { change: LinkChange }) {
  const words = useWords(linksWords).history
  const [kind, id] = by.split(':')
  const who = kind === 'user' ? (name ?? words.person(id ?? '')) : kind === 'key' ? words.key(name ?? id ?? '') : words.operator
  return <span className="soft link-by">{words.by(who)}</span>
}
