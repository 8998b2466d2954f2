import type { Rule } from './draft.ts'
import { addNumbers } from './numbers.ts'

/** Rules with some numbers more; they stand in one rule. */
export function withNumbers(rules: readonly Rule[], numbers: readonly string[]): Rule[] {
  const before = rules.flatMap((rule) => (rule.kind === 'phones' ? rule.phones : []))
  return [...rules.filter(({ kind }) => kind !== 'phones'), { kind: 'phones', phones: addNumbers(before, numbers) }]
}

/** Rules without one number; the rule goes with its last one. */
export const withoutNumber = (rules: readonly Rule[], number: string): Rule[] =>
  rules.flatMap((rule): Rule[] => {
    if (rule.kind !== 'phones') return [rule]
    const phones = rule.phones.filter((each) => each !== number)
    return phones.length === 0 ? [] : [{ ...rule, phones }]
  })
