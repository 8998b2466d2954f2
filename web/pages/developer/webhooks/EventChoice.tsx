import { useWords } from '../../../i18n/words.ts'
import { Checkbox, RadioGroup } from '../../../ui/Choice.tsx'
import type { Fault } from '../../../ui/problems.ts'
import { eventGroups, eventGroupWords, eventWords } from './eventWords.ts'
import type { PartProps } from './formState.ts'
import { formWords } from './formWords.ts'

const groups = ['tracking', 'messages', 'people', 'conversions', 'campaigns', 'other'] as const

/** All events, or some by their types. */
export function EventChoice({ form, change, error }: PartProps & { error: Fault | undefined }) {
  const words = useWords(formWords)
  const options = [
    { value: 'all' as const, label: words.allTypes, about: words.allTypesMeaning },
    { value: 'some' as const, label: words.someTypes },
  ]
  return (
    <>
      <RadioGroup
        legend={words.which}
        options={options}
        value={form.isAll ? 'all' : 'some'}
        onChange={(value) => change({ isAll: value === 'all' })}
        error={error}
      />
      {!form.isAll && <TypeList chosen={form.types} onChange={(types) => change({ types })} />}
    </>
  )
}

function TypeList({ chosen, onChange }: { chosen: readonly string[]; onChange: (types: readonly string[]) => void }) {
  const names = useWords(eventGroupWords)
  const meanings = useWords(eventWords)
  const fieldsets = groups.map((group) => (
    <fieldset key={group} className="field webhook-event-group">
      <legend>{names[group]}</legend>
      {eventGroups[group].map((type) => (
        <Checkbox
          key={type}
          label={<code>{type}</code>}
          about={meanings[type]}
          checked={chosen.includes(type)}
          onChange={(isOn) => onChange(isOn ? [...chosen, type] : chosen.filter((one) => one !== type))}
        />
      ))}
    </fieldset>
  ))
  return <div className="webhook-event-groups">{fieldsets}</div>
}
