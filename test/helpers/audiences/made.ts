import fc from 'fast-check'
import { MAX_RULES, type Criterion } from '../../../src/contract/audiences.ts'
import type { GivenAudience, Rule } from '../../../src/domain/audiences/rules.ts'
import { cities, type World } from './world.ts'

/** Audiences over what a world has, combined as deep as the contract allows. */
export function audiences(world: World): fc.Arbitrary<GivenAudience> {
  const leaf = criteria(world)
  const deeper = (inner: fc.Arbitrary<Rule>): fc.Arbitrary<Rule> =>
    fc.oneof(
      { weight: 2, arbitrary: inner },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constantFrom('all_of', 'any_of'), rules: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('not'), rule: inner }) },
    )
  const rule = deeper(deeper(deeper(leaf)))
  const parts = { include: fc.array(rule, { maxLength: 3 }), exclude: fc.array(rule, { maxLength: 2 }) }
  return fc
    .record(parts)
    .filter(({ include, exclude }) => [...include, ...exclude].reduce((sum, each) => sum + sizeOf(each), 0) <= MAX_RULES)
}

/** Rules, those inside others included. */
function sizeOf(rule: Rule): number {
  if (rule.kind === 'not') return 1 + sizeOf(rule.rule)
  if (rule.kind === 'all_of' || rule.kind === 'any_of') return rule.rules.reduce((sum, each) => sum + sizeOf(each), 1)
  return 1
}

function criteria(world: World): fc.Arbitrary<Criterion> {
  const one = <T>(values: readonly T[]) => fc.constantFrom(...values)
  const ids = (values: readonly bigint[]) => one(values.map(String))
  const days = fc.integer({ min: 1, max: 70 })
  const name = fc.constantFrom('city', 'points', 'day', 'nothing')
  const is = <K extends string>(kind: K) => fc.constant(kind)
  const word = fc.constantFrom(...cities.filter((city) => city !== ''), 'Ber', 'n', '%', '\\', '7', '2026-01-31', ' Berlin ')
  return fc.oneof(
    fc.record({ kind: is('all') }),
    fc.record({ kind: is('group'), group_id: ids(world.groups) }),
    fc.record({ kind: is('country'), country: fc.constantFrom('DE', 'AT', 'FR') }),
    fc.record({ kind: is('phones'), phones: fc.array(one(world.contacts.map(({ phone }) => phone)), { minLength: 1, maxLength: 5 }) }),
    fc.record({ kind: is('field'), name, operator: fc.constantFrom('is', 'is_not'), value: fc.oneof(word, fc.constantFrom(7, -3, 12.5)) }),
    fc.record({ kind: is('field'), name, operator: fc.constantFrom('contains', 'starts_with'), value: word }),
    fc.record({ kind: is('field'), name, operator: fc.constantFrom('exists', 'missing') }),
    fc.record({
      kind: is('field'),
      name,
      operator: fc.constantFrom('before', 'after'),
      value: fc.constantFrom('2026-01-31', '2025-12-01', '2026-02-01'),
    }),
    fc.record({ kind: is('field'), name, operator: fc.constantFrom('greater', 'less'), value: fc.constantFrom(7, -3, 12.5, 1e300, 0.1) }),
    fc.record({
      kind: is('campaign'),
      campaign_id: ids(world.campaigns),
      outcome: fc.constantFrom('sent', 'delivered', 'undelivered', 'clicked', 'not_clicked', 'viewed', 'not_reached'),
    }),
    fc.record({
      kind: is('link'),
      link_id: ids(world.renderings.flatMap(({ links }) => links)),
      outcome: fc.constantFrom('clicked', 'not_clicked'),
    }),
    fc.record({ kind: is('undelivered'), times: fc.integer({ min: 1, max: 3 }), days }),
    fc.record({ kind: fc.constantFrom('clicked_any', 'not_clicked_any'), days }),
    fc.record(
      {
        kind: fc.constantFrom('converted', 'not_converted'),
        days,
        name: fc.constantFrom('order', 'sign_up', 'lead'),
        campaign_id: ids(world.campaigns),
      },
      { requiredKeys: ['kind', 'days'] },
    ),
  )
}
