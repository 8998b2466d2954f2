import type { Criterion } from '../../contract/audiences.ts'
import type { Db, Fragment } from '../../platform/db.ts'

type FieldCriterion = Extract<Criterion, { kind: 'field' }>

/** What is compared as a number: the form in which people and exports write one. The cast below takes each of them. */
export const NUMBER = '^-?[0-9]{1,30}([.][0-9]{1,30})?$'

/** What begins with a day. Days written so are in their order as texts. */
export const DAY = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])($|[T ])'

/** Whether a field of a contact is as a rule says; true or false, also where the contact does not have it. */
export function fieldCondition(db: Db, rule: FieldCriterion): Fragment {
  const value = db`(contacts.fields ->> ${rule.name}::text)`
  switch (rule.operator) {
    case 'is':
      return is(db, rule.name, rule.value)
    case 'is_not':
      return db`(not ${is(db, rule.name, rule.value)})`
    case 'contains':
      return db`coalesce(strpos(${value}, ${rule.value}::text) > 0, false)`
    case 'starts_with':
      return db`coalesce(starts_with(${value}, ${rule.value}::text), false)`
    case 'exists':
      return db`contacts.fields ? ${rule.name}::text`
    case 'missing':
      return db`(not contacts.fields ? ${rule.name}::text)`
    case 'before':
      return db`case when ${value} ~ ${DAY}::text then left(${value}, 10) collate "C" < ${rule.value}::text else false end`
    case 'after':
      return db`case when ${value} ~ ${DAY}::text then left(${value}, 10) collate "C" > ${rule.value}::text else false end`
    case 'greater':
      return db`case when ${value} ~ ${NUMBER}::text then ${value}::numeric > ${String(rule.value)}::text::numeric else false end`
    case 'less':
      return db`case when ${value} ~ ${NUMBER}::text then ${value}::numeric < ${String(rule.value)}::text::numeric else false end`
  }
}

/** By containment, which the index on fields serves. Values of contacts are texts without blanks around them. */
const is = (db: Db, name: string, value: string | number): Fragment =>
  db`contacts.fields @> ${JSON.stringify({ [name]: String(value).trim() })}::text::jsonb`
