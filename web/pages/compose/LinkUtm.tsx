import { useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { TextField } from '../../ui/Field.tsx'
import { withLinkUtm, type Draft, type Utm } from './draft.ts'
import type { DraftLink } from './measure.ts'
import type { Change } from './stage.ts'
import type { Surroundings } from './surroundings.ts'
import { textWords } from './textWords.ts'
import { utmNames } from './utmNames.ts'

type LinkUtmProps = { link: DraftLink; draft: Draft; surroundings: Surroundings; change: Change }

/** UTM parameters of one link, and those of all; what is left empty comes from the next wider place, which the field shows. */
export function LinkUtm({ link, draft, surroundings, change }: LinkUtmProps) {
  const words = useWords(textWords).links
  const own = draft.linkUtm.find(({ at }) => at === link.start)?.utm ?? {}
  // Only to begin with: whoever empties the last field goes on writing in it.
  const [isOpen] = useState(Object.keys(draft.utm).length > 0)
  const usual = { ...surroundings.utm, ...draft.utm }
  return (
    <>
      <UtmFields
        legend={words.utmLink}
        values={own}
        usual={usual}
        onChange={(utm) => change(withLinkUtm(draft, { at: link.start, utm }))}
      />
      <details className="compose-utm-all" open={isOpen}>
        <summary>{words.utmAll}</summary>
        <UtmFields
          legend={words.utmAll}
          isLegendSeen={false}
          values={draft.utm}
          usual={surroundings.utm}
          onChange={(utm) => change({ utm })}
        />
      </details>
    </>
  )
}

type FieldsProps = {
  legend: string
  isLegendSeen?: boolean
  values: Utm
  usual: Readonly<Record<string, string>>
  onChange: (utm: Utm) => void
}

function UtmFields({ legend, isLegendSeen = true, values, usual, onChange }: FieldsProps) {
  const words = useWords(textWords).links
  const set = (name: (typeof utmNames)[number], value: string) => {
    const { [name]: _, ...rest } = values
    onChange(value === '' ? rest : { ...rest, [name]: value })
  }
  return (
    <fieldset className="field compose-utm">
      <legend className={isLegendSeen ? undefined : 'unseen'}>{legend}</legend>
      {utmNames.map((name) => (
        <TextField
          key={name}
          label={name}
          value={values[name] ?? ''}
          placeholder={usual[name] ?? ''}
          maxLength={200}
          onChange={(value) => set(name, value)}
        />
      ))}
      <p className="field-hint">{words.utmHint}</p>
    </fieldset>
  )
}
