import { useWords } from '../../i18n/words.ts'
import { Select } from '../../ui/Field.tsx'
import type { Draft } from './draft.ts'
import { LinkUtm } from './LinkUtm.tsx'
import type { DraftLink } from './measure.ts'
import type { Change } from './stage.ts'
import type { Surroundings } from './surroundings.ts'
import { textWords } from './textWords.ts'
import { useEngine } from './useEngine.ts'

export type DetailsProps = { link: DraftLink; draft: Draft; surroundings: Surroundings; change: Change }

/** Where a link leads, by which domain, in which form, and with which parameters. */
export function LinkDetails({ link, draft, surroundings, change }: DetailsProps) {
  const words = useWords(textWords).links
  const { domainOf } = useEngine()
  const { domains } = surroundings
  return (
    <>
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
    </>
  )
}
