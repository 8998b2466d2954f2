import type { Db, Fragment } from '../../platform/db.ts'
import { campaignOutcome, clickedAny, linkOutcome, notClickedAny, undeliveredTimes } from './behaviours.ts'
import { converted, notConverted } from './conversions.ts'
import { fieldCondition } from './fields.ts'
import type { ResolvedAudience, ResolvedCriterion, ResolvedRule } from './rules.ts'

/**
 * The condition under which a row of `contacts` belongs to an audience, for a `where` of a statement that has contacts under this name. It is
 * true or false, never null, and reads nothing of another account. Messages of test keys do not count.
 *
 * Where few fit, a page `... and condition order by id limit n` reads all contacts to find them. Whoever has to be done soon takes so many
 * contacts and keeps those who fit:
 *
 *   unprepared(db`with slice as materialized (
 *       select * from contacts where account_id = ${accountId} and id > ${after} order by id limit 2000
 *     )
 *     select (select max(id) from slice) as last, array(select contacts.id from slice contacts where ${condition} order by contacts.id) as ids`)
 *
 * The text of the statement follows from the audience, so it must be `unprepared`; by that it also gets a plan for its own values.
 * @param audience from `resolveAudience`; nothing more is read or checked here
 */
export const audienceCondition = (db: Db, { accountId, audience }: { accountId: bigint; audience: ResolvedAudience }): Fragment =>
  db`(${includeCondition(db, { accountId, audience })} and not ${excludeCondition(db, { accountId, audience })})`

/** Whether a contact fits a rule of `include`. */
export const includeCondition = (db: Db, { accountId, audience }: { accountId: bigint; audience: ResolvedAudience }): Fragment =>
  anyOf(db, accountId, audience.include)

/** Whether a contact fits a rule of `exclude`. */
export const excludeCondition = (db: Db, { accountId, audience }: { accountId: bigint; audience: ResolvedAudience }): Fragment =>
  anyOf(db, accountId, audience.exclude)

const anyOf = (db: Db, accountId: bigint, rules: readonly ResolvedRule[]): Fragment =>
  joined(db, { conditions: rules.map((rule) => condition(db, accountId, rule)), word: db`or`, empty: db`false` })

const allOf = (db: Db, accountId: bigint, rules: readonly ResolvedRule[]): Fragment =>
  joined(db, { conditions: rules.map((rule) => condition(db, accountId, rule)), word: db`and`, empty: db`true` })

function joined(db: Db, { conditions, word, empty }: { conditions: readonly Fragment[]; word: Fragment; empty: Fragment }): Fragment {
  const [first, ...more] = conditions
  if (first === undefined) return empty
  return db`(${more.reduce((sql, next) => db`${sql} ${word} ${next}`, first)})`
}

function condition(db: Db, accountId: bigint, rule: ResolvedRule): Fragment {
  switch (rule.kind) {
    case 'all_of':
      return allOf(db, accountId, rule.rules)
    case 'any_of':
      return anyOf(db, accountId, rule.rules)
    case 'not':
      return db`(not ${condition(db, accountId, rule.rule)})`
    default:
      return criterion(db, accountId, rule)
  }
}

function criterion(db: Db, accountId: bigint, rule: ResolvedCriterion): Fragment {
  switch (rule.kind) {
    case 'all':
      return db`true`
    case 'group':
      return db`exists (
        select from contact_group_members members
        where members.account_id = ${accountId} and members.group_id = ${BigInt(rule.group_id)} and members.contact_id = contacts.id)`
    case 'phones':
      return db`contacts.phone = any(${rule.phones}::text[])`
    case 'country':
      return db`contacts.country is not distinct from ${rule.country}::text`
    case 'field':
      return fieldCondition(db, rule)
    case 'campaign':
      return campaignOutcome(db, { accountId, campaignId: BigInt(rule.campaign_id), outcome: rule.outcome })
    case 'link':
      return linkOutcome(db, { accountId, renderingId: BigInt(rule.rendering_id), position: rule.position, outcome: rule.outcome })
    case 'undelivered':
      return undeliveredTimes(db, { accountId, times: rule.times, days: rule.days })
    case 'clicked_any':
      return clickedAny(db, { accountId, days: rule.days })
    case 'not_clicked_any':
      return notClickedAny(db, { accountId, days: rule.days })
    case 'converted':
      return converted(db, conversionsOf(accountId, rule))
    case 'not_converted':
      return notConverted(db, conversionsOf(accountId, rule))
  }
}

const conversionsOf = (
  accountId: bigint,
  { name, campaign_id: campaignId, days }: Extract<ResolvedCriterion, { kind: 'converted' | 'not_converted' }>,
) => ({
  ...{ accountId, name, days },
  campaignId: campaignId === undefined ? undefined : BigInt(campaignId),
})
