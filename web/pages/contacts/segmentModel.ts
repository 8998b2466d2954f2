import type { SegmentRule } from '../../../src/contract/audiences.ts'

type Inner = Extract<SegmentRule, { kind: 'all_of' }>['rules'][number]
type Innermost = Extract<Inner, { kind: 'all_of' }>['rules'][number]
export type Criterion = Exclude<Innermost, { kind: 'all_of' | 'any_of' | 'not' }>
export type FieldOperator = Extract<Criterion, { kind: 'field' }>['operator']
export type Outcome = Extract<Criterion, { kind: 'campaign' }>['outcome']
export type Kind = Criterion['kind']

export const fieldOperators: readonly FieldOperator[] = [
  ...(['is', 'is_not', 'contains', 'starts_with', 'exists', 'missing', 'before', 'after', 'greater', 'less'] as const),
]
export const outcomes: readonly Outcome[] = ['sent', 'delivered', 'undelivered', 'clicked', 'not_clicked', 'viewed', 'not_reached']
/** What the builder makes. A criterion on one link comes from a campaign's report and over the API; it is kept as it is. */
export const kinds: readonly Exclude<Kind, 'link'>[] = [
  ...(['field', 'group', 'country', 'campaign', 'clicked_any', 'not_clicked_any'] as const),
  ...(['converted', 'not_converted', 'undelivered', 'all'] as const),
]

/** A criterion as a form has it: all that any kind could need, so that nothing typed is lost when the kind changes. */
export type Draft = {
  kind: Kind
  name: string
  operator: FieldOperator
  value: string
  groupId: string
  country: string
  campaignId: string
  outcome: Outcome
  times: string
  days: string
  linkId: string
  linkOutcome: 'clicked' | 'not_clicked'
  /** Name of a conversion; empty: whichever. */
  conversion: string
}
export type Row = { key: string; isNegated: boolean; draft: Draft }
export type Mode = 'all_of' | 'any_of' | 'none_of'
/** Rows below one heading; `none_of` only inside of another. */
export type Block = { key: string; mode: Mode; rows: readonly Row[] }
export type Entry = Row | Block
export type Model = { mode: 'all_of' | 'any_of'; entries: readonly Entry[] }
export const isBlock = (entry: Entry): entry is Block => 'rows' in entry

const empty: Draft = {
  ...{ kind: 'field', name: '', operator: 'is', value: '', groupId: '', country: '', campaignId: '' },
  ...{ outcome: 'clicked', times: '2', days: '90', linkId: '', linkOutcome: 'clicked', conversion: '' },
}

let made = 0
const newKey = () => `${made++}`
export const newRow = (): Row => ({ key: newKey(), isNegated: false, draft: empty })
export const newBlock = (): Block => ({ key: newKey(), mode: 'any_of', rows: [newRow()] })
export const newModel = (): Model => ({ mode: 'all_of', entries: [newRow()] })

/** The rule that a model says; undefined while something is missing. */
export function ruleOf({ mode, entries }: Model): SegmentRule | undefined {
  const rules = entries.map((entry) => (isBlock(entry) ? blockRule(entry) : rowRule(entry)))
  if (rules.length === 0 || !rules.every((rule) => rule !== undefined)) return undefined
  const [first] = rules
  return rules.length === 1 && first !== undefined ? first : { kind: mode, rules }
}

function blockRule({ mode, rows }: Block): Inner | undefined {
  if (mode === 'none_of') {
    const criteria = rows.map(({ draft }) => criterionOf(draft))
    if (criteria.length === 0 || !criteria.every((criterion) => criterion !== undefined)) return undefined
    return { kind: 'not', rule: { kind: 'any_of', rules: criteria } }
  }
  const rules = rows.map(rowRule)
  return rules.length > 0 && rules.every((rule) => rule !== undefined) ? { kind: mode, rules } : undefined
}

function rowRule({ isNegated, draft }: Row): Innermost | undefined {
  const criterion = criterionOf(draft)
  if (criterion === undefined) return undefined
  return isNegated ? { kind: 'not', rule: criterion } : criterion
}

/** The criterion that a draft says; undefined while something is missing. */
export function criterionOf(draft: Draft): Criterion | undefined {
  switch (draft.kind) {
    case 'all':
      return { kind: 'all' }
    case 'group':
      return draft.groupId === '' ? undefined : { kind: 'group', group_id: draft.groupId }
    case 'country':
      return draft.country === '' ? undefined : { kind: 'country', country: draft.country }
    case 'campaign':
      return draft.campaignId === '' ? undefined : { kind: 'campaign', campaign_id: draft.campaignId, outcome: draft.outcome }
    case 'link':
      return { kind: 'link', link_id: draft.linkId, outcome: draft.linkOutcome }
    case 'clicked_any':
    case 'not_clicked_any': {
      const days = wholeNumber(draft.days, 800)
      return days === undefined ? undefined : { kind: draft.kind, days }
    }
    case 'converted':
    case 'not_converted':
      return conversionCriterion(draft.kind, draft)
    case 'undelivered': {
      const [times, days] = [wholeNumber(draft.times, 100), wholeNumber(draft.days, 800)]
      return times === undefined || days === undefined ? undefined : { kind: 'undelivered', times, days }
    }
    case 'field':
      return draft.name.trim() === '' ? undefined : fieldCriterion(draft.name.trim(), draft)
  }
}

/** Without a name any conversion is meant, without a campaign any that it follows from. */
function conversionCriterion(kind: 'converted' | 'not_converted', draft: Draft): Criterion | undefined {
  const [name, days] = [draft.conversion.trim(), wholeNumber(draft.days, 800)]
  if (days === undefined || !/^(?:[A-Za-z][\w.-]{0,63})?$/.test(name)) return undefined
  return { kind, days, ...(name === '' ? {} : { name }), ...(draft.campaignId === '' ? {} : { campaign_id: draft.campaignId }) }
}

function fieldCriterion(name: string, { operator, value }: Draft): Criterion | undefined {
  switch (operator) {
    case 'exists':
    case 'missing':
      return { kind: 'field', name, operator }
    case 'before':
    case 'after':
      return /^\d{4}-\d\d-\d\d$/.test(value) ? { kind: 'field', name, operator, value } : undefined
    case 'greater':
    case 'less': {
      const number = Number(value)
      return value.trim() === '' || !Number.isFinite(number) ? undefined : { kind: 'field', name, operator, value: number }
    }
    default:
      return value.trim() === '' ? undefined : { kind: 'field', name, operator, value: value.trim() }
  }
}

function wholeNumber(text: string, most: number): number | undefined {
  const number = Number(text)
  return /^\d+$/.test(text) && number >= 1 && number <= most ? number : undefined
}

/** The model of a rule; undefined for one that lies deeper than the builder shows, such as a "not" around a whole block with further ones. */
export function modelOf(rule: SegmentRule): Model | undefined {
  const isJoined = rule.kind === 'all_of' || rule.kind === 'any_of'
  const entries = (isJoined ? rule.rules : [rule]).map((inner) => rowOf(inner) ?? blockOf(inner))
  return entries.every((entry) => entry !== undefined) ? { mode: isJoined ? rule.kind : 'all_of', entries } : undefined
}

const isCriterion = (rule: SegmentRule | Inner | Innermost): rule is Criterion =>
  rule.kind !== 'all_of' && rule.kind !== 'any_of' && rule.kind !== 'not'

function rowOf(rule: SegmentRule | Inner | Innermost): Row | undefined {
  if (isCriterion(rule)) return { key: newKey(), isNegated: false, draft: draftOf(rule) }
  if (rule.kind === 'not' && isCriterion(rule.rule)) return { key: newKey(), isNegated: true, draft: draftOf(rule.rule) }
  return undefined
}

function blockOf(rule: SegmentRule | Inner): Block | undefined {
  if (rule.kind === 'not' && rule.rule.kind === 'any_of') {
    const rows = rule.rule.rules.map((inner) => (isCriterion(inner) ? rowOf(inner) : undefined))
    return rows.every((row) => row !== undefined) ? { key: newKey(), mode: 'none_of', rows } : undefined
  }
  if (rule.kind !== 'all_of' && rule.kind !== 'any_of') return undefined
  const rows = rule.rules.map((inner) => rowOf(inner))
  return rows.every((row) => row !== undefined) ? { key: newKey(), mode: rule.kind, rows } : undefined
}

function draftOf(criterion: Criterion): Draft {
  const draft = { ...empty, kind: criterion.kind }
  switch (criterion.kind) {
    case 'all':
      return draft
    case 'group':
      return { ...draft, groupId: criterion.group_id }
    case 'country':
      return { ...draft, country: criterion.country }
    case 'campaign':
      return { ...draft, campaignId: criterion.campaign_id, outcome: criterion.outcome }
    case 'link':
      return { ...draft, linkId: criterion.link_id, linkOutcome: criterion.outcome }
    case 'clicked_any':
    case 'not_clicked_any':
      return { ...draft, days: String(criterion.days) }
    case 'converted':
    case 'not_converted':
      return { ...draft, days: String(criterion.days), conversion: criterion.name ?? '', campaignId: criterion.campaign_id ?? '' }
    case 'undelivered':
      return { ...draft, times: String(criterion.times), days: String(criterion.days) }
    case 'field':
      return { ...draft, name: criterion.name, operator: criterion.operator, value: 'value' in criterion ? String(criterion.value) : '' }
  }
}
