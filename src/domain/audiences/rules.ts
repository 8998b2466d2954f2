import type { Audience, Criterion } from '../../contract/audiences.ts'

/** A rule as the contract gives it, of an audience or of a segment. */
export type Rule = Combined<Criterion>

/** An audience as the contract gives it, which also bounds how deep its rules lie in each other. */
export type GivenAudience = { include: readonly Rule[]; exclude: readonly Rule[] }

/** A criterion that needs nothing more to be read: segments stand with their rules, links with the text that they belong to. */
export type ResolvedCriterion =
  Exclude<Criterion, { kind: 'segment' | 'link' }> | (Extract<Criterion, { kind: 'link' }> & { rendering_id: string; position: number })
export type ResolvedRule = Combined<ResolvedCriterion>

/** An audience that was checked and needs nothing more to be read. It is plain JSON, so it can be stored and compiled later. */
export type ResolvedAudience = { include: ResolvedRule[]; exclude: ResolvedRule[] }

type Combined<Leaf> = Leaf | { kind: 'all_of' | 'any_of'; rules: Combined<Leaf>[] } | { kind: 'not'; rule: Combined<Leaf> }

/** A rule with its place in the request, such as `audience.include[0].rules[1]`. */
export type Placed<R> = { rule: R; path: string }

/** A rule and all rules in it, each with its place. */
export function flatten({ rule, path }: Placed<Rule>): Placed<Rule>[] {
  return [{ rule, path }, ...innerRules(rule, path).flatMap(flatten)]
}

function innerRules(rule: Rule, path: string): Placed<Rule>[] {
  switch (rule.kind) {
    case 'all_of':
    case 'any_of':
      return rule.rules.map((inner, at) => ({ rule: inner, path: `${path}.rules[${at}]` }))
    case 'not':
      return [{ rule: rule.rule, path: `${path}.rule` }]
    default:
      return []
  }
}

/** Changes each criterion of a rule and keeps how they are combined. */
export function mapCriteria(rule: Rule, change: (criterion: Criterion) => ResolvedRule): ResolvedRule {
  switch (rule.kind) {
    case 'all_of':
    case 'any_of':
      return { kind: rule.kind, rules: rule.rules.map((inner) => mapCriteria(inner, change)) }
    case 'not':
      return { kind: 'not', rule: mapCriteria(rule.rule, change) }
    default:
      return change(rule)
  }
}

/** The same audience with its numbers written as E.164, so that whoever erases a number finds it. */
export function withPlainPhones(audience: Audience, plain: (written: string) => string): Audience {
  const change = (rule: Rule): Rule => {
    switch (rule.kind) {
      case 'all_of':
      case 'any_of':
        return { ...rule, rules: rule.rules.map(change) } as Rule
      case 'not':
        return { ...rule, rule: change(rule.rule) } as Rule
      case 'phones':
        return { kind: 'phones', phones: [...new Set(rule.phones.map(plain))] }
      default:
        return rule
    }
  }
  return { include: audience.include.map(change), exclude: audience.exclude.map(change) } as Audience
}

/** The campaign that a rule names, where it names one. */
export const campaignOf = (rule: Rule): string | undefined => ('campaign_id' in rule ? rule.campaign_id : undefined)

const behaviours: ReadonlySet<string> = new Set([
  ...['campaign', 'link', 'undelivered', 'clicked_any', 'not_clicked_any', 'converted', 'not_converted'],
])

/** Whether an audience tells what became of messages, which not everybody may ask who may read contacts. */
export function asksForBehaviour({ include, exclude }: ResolvedAudience): boolean {
  const asks = (rule: ResolvedRule): boolean => {
    switch (rule.kind) {
      case 'all_of':
      case 'any_of':
        return rule.rules.some(asks)
      case 'not':
        return asks(rule.rule)
      default:
        return behaviours.has(rule.kind)
    }
  }
  return [...include, ...exclude].some(asks)
}
