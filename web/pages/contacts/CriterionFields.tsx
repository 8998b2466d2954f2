import { useQuery } from '@tanstack/react-query'
import type { HTMLInputTypeAttribute } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { countryOptions } from './countries.ts'
import { campaignNamesQuery, fieldNamesQuery, groupNamesQuery } from './queries.ts'
import { Choice, Text } from './RuleInputs.tsx'
import { fieldOperators, kinds, outcomes, type Draft } from './segmentModel.ts'
import { segmentWords } from './segmentWords.ts'
import { sentenceWords } from './sentenceWords.ts'

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

const behaviours: ReadonlySet<string> = new Set([
  ...['campaign', 'clicked_any', 'not_clicked_any', 'converted', 'not_converted', 'undelivered'],
])

function Values({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  const sentence = useWords(sentenceWords)
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
    case 'converted':
    case 'not_converted':
      return <ConversionValues draft={draft} onChange={onChange} />
    case 'link':
      return <span className="rule-words">{sentence.link(draft.linkId, draft.linkOutcome === 'clicked')}</span>
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
  return (
    <>
      <CampaignChoice draft={draft} onChange={onChange} none={words.choose} />
      <Choice
        label={words.outcome}
        value={draft.outcome}
        options={outcomes.map((value) => ({ value, label: words.outcomes[value] }))}
        onChange={(outcome) => onChange({ ...draft, outcome })}
      />
    </>
  )
}

/** Any conversion unless it has a name, from anything unless from a campaign. */
function ConversionValues({ draft, onChange }: Props) {
  const words = useWords(segmentWords)
  const mayChoose = useMay('campaigns:read')
  return (
    <>
      <Text
        label={words.conversion}
        placeholder={words.anyConversion}
        maxLength={64}
        value={draft.conversion}
        onChange={(conversion) => onChange({ ...draft, conversion })}
      />
      {mayChoose && <CampaignChoice draft={draft} onChange={onChange} none={words.anyCampaign} />}
      <Days draft={draft} onChange={onChange} />
    </>
  )
}

function CampaignChoice({ draft, onChange, none }: Props & { none: string }) {
  const words = useWords(segmentWords)
  const { data } = useQuery(campaignNamesQuery)
  const campaigns = data?.campaigns ?? []
  const isOlder = draft.campaignId !== '' && !campaigns.some(({ id }) => id === draft.campaignId)
  const options = [
    { value: '', label: none },
    ...(isOlder ? [{ value: draft.campaignId, label: words.unknownCampaign(draft.campaignId) }] : []),
    ...campaigns.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <Choice
      label={words.campaign}
      value={draft.campaignId}
      options={options}
      onChange={(campaignId) => onChange({ ...draft, campaignId })}
    />
  )
}
