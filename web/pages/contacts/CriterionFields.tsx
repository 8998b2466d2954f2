import { useQuery } from '@tanstack/react-query'
import { useId, type HTMLInputTypeAttribute } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { countryOptions } from './countries.ts'
import { campaignNamesQuery, fieldNamesQuery, groupNamesQuery } from './queries.ts'
import { fieldOperators, kinds, outcomes, type Draft } from './segmentModel.ts'
import { segmentWords } from './segmentWords.ts'

type Props = { draft: Draft; onChange: (draft: Draft) => void }

/** What a condition asks, and its values. */
export function CriterionFields({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  const isLink = draft.kind === 'link'
  const reads = useMay('messages:read')
  const offered = kinds.filter((kind) => reads || !behaviours.has(kind) || kind === draft.kind)
  return (
    <>
      <Choice
        label={words.condition}
        value={draft.kind}
        options={[...offered, ...(isLink ? (['link'] as const) : [])].map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(kind) => onChange({ ...draft, kind })}
      />
      <Values draft={draft} onChange={onChange} />
    </>
  )
}

const behaviours: ReadonlySet<string> = new Set(['campaign', 'clicked_any', 'not_clicked_any', 'undelivered'])

function Values({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  const { locale } = useFormat()
  switch (draft.kind) {
    case 'field':
      return <FieldValues draft={draft} onChange={onChange} />
    case 'group':
      return <GroupValue draft={draft} onChange={onChange} />
    case 'campaign':
      return <CampaignValues draft={draft} onChange={onChange} />
    case 'country':
      return (
        <Choice
          label={words.country}
          value={draft.country}
          options={[{ value: '', label: words.choose }, ...countryOptions(locale)]}
          onChange={(country) => onChange({ ...draft, country })}
        />
      )
    case 'undelivered':
      return (
        <>
          <Text
            label={words.times}
            type="number"
            min={1}
            max={100}
            value={draft.times}
            onChange={(times) => onChange({ ...draft, times })}
          />
          <span className="rule-words">{words.timesUnit}</span>
          <Days draft={draft} onChange={onChange} />
        </>
      )
    case 'clicked_any':
    case 'not_clicked_any':
      return <Days draft={draft} onChange={onChange} />
    case 'link':
      return <span className="rule-words">{words.sentence.link(draft.linkId, draft.linkOutcome === 'clicked')}</span>
    case 'all':
      return null
  }
}

function Days({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  return (
    <>
      <span className="rule-words">{words.within}</span>
      <Text label={words.days} type="number" min={1} max={800} value={draft.days} onChange={(days) => onChange({ ...draft, days })} />
      <span className="rule-words">{words.daysUnit}</span>
    </>
  )
}

const typeOf = (operator: Draft['operator']): HTMLInputTypeAttribute =>
  operator === 'before' || operator === 'after' ? 'date' : operator === 'greater' || operator === 'less' ? 'number' : 'text'

function FieldValues({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  const { data } = useQuery(fieldNamesQuery)
  const type = typeOf(draft.operator)
  return (
    <>
      <Text
        label={words.field}
        value={draft.name}
        offers={data?.fields ?? []}
        maxLength={64}
        onChange={(name) => onChange({ ...draft, name })}
      />
      <Choice
        label={words.comparison}
        value={draft.operator}
        options={fieldOperators.map((value) => ({ value, label: words.operators[value] }))}
        onChange={(operator) => onChange({ ...draft, operator })}
      />
      {draft.operator !== 'exists' && draft.operator !== 'missing' && (
        <Text
          key={type}
          label={type === 'date' ? words.day : words.value}
          type={type}
          step={type === 'number' ? 'any' : undefined}
          maxLength={2_048}
          value={draft.value}
          onChange={(value) => onChange({ ...draft, value })}
        />
      )}
    </>
  )
}

function GroupValue({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  const { data: groups = [] } = useQuery(groupNamesQuery)
  const isGone = draft.groupId !== '' && !groups.some(({ id }) => id === draft.groupId)
  const options = [
    { value: '', label: words.choose },
    ...(isGone ? [{ value: draft.groupId, label: words.unknownGroup }] : []),
    ...groups.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return <Choice label={words.group} value={draft.groupId} options={options} onChange={(groupId) => onChange({ ...draft, groupId })} />
}

function CampaignValues({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  const { data } = useQuery(campaignNamesQuery)
  const campaigns = data?.campaigns ?? []
  const isOlder = draft.campaignId !== '' && !campaigns.some(({ id }) => id === draft.campaignId)
  const options = [
    { value: '', label: words.choose },
    ...(isOlder ? [{ value: draft.campaignId, label: words.unknownCampaign(draft.campaignId) }] : []),
    ...campaigns.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <>
      <Choice
        label={words.campaign}
        value={draft.campaignId}
        options={options}
        onChange={(campaignId) => onChange({ ...draft, campaignId })}
      />
      <Choice
        label={words.outcome}
        value={draft.outcome}
        options={outcomes.map((value) => ({ value, label: words.outcomes[value] }))}
        onChange={(outcome) => onChange({ ...draft, outcome })}
      />
    </>
  )
}

/** In a row of a rule names stand in the fields themselves, for those who do not see them too. */
function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

function Text({
  label,
  offers,
  onChange,
  ...rest
}: {
  label: string
  value: string
  offers?: readonly string[]
  onChange: (value: string) => void
  type?: HTMLInputTypeAttribute
  min?: number
  max?: number
  step?: string | undefined
  maxLength?: number
}) {
  const id = useId()
  return (
    <>
      <input
        className="input"
        aria-label={label}
        placeholder={label}
        title={label}
        {...(offers === undefined ? {} : { list: id })}
        {...rest}
        onChange={(event) => onChange(event.target.value)}
      />
      {offers !== undefined && (
        <datalist id={id}>
          {offers.map((offer) => (
            <option key={offer} value={offer}>
              {offer}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}
