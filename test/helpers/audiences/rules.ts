import type { Criterion } from '../../../src/contract/audiences.ts'
import type { Rule } from '../../../src/domain/audiences/rules.ts'
import type { World, WorldContact, WorldMessage } from './world.ts'

/** Says by plain comparison whether a contact fits a rule: what the statements of the domain are compared with. */
export function fits(world: World, contact: WorldContact, rule: Rule): boolean {
  switch (rule.kind) {
    case 'all_of':
      return rule.rules.every((inner) => fits(world, contact, inner))
    case 'any_of':
      return rule.rules.some((inner) => fits(world, contact, inner))
    case 'not':
      return !fits(world, contact, rule.rule)
    default:
      return fitsCriterion(world, contact, rule)
  }
}

function fitsCriterion(world: World, contact: WorldContact, rule: Criterion): boolean {
  const theirs = world.messages.filter(({ phone, test }) => phone === contact.phone && !test)
  const lately = (days: number) => theirs.filter(({ daysAgo }) => daysAgo < days)
  switch (rule.kind) {
    case 'all':
      return true
    case 'group':
      return contact.groups.includes(BigInt(rule.group_id))
    case 'segment':
      throw new Error('the world has no segments')
    case 'phones':
      return rule.phones.includes(contact.phone)
    case 'country':
      return contact.country === rule.country
    case 'field':
      return fieldFits(Object.hasOwn(contact.fields, rule.name) ? contact.fields[rule.name] : undefined, rule)
    case 'campaign': {
      const campaign = world.campaigns.indexOf(BigInt(rule.campaign_id))
      return came(
        theirs.filter((message) => message.campaign === campaign),
        rule.outcome,
        clicked,
      )
    }
    case 'link': {
      const rendering = world.renderings.findIndex(({ links }) => links.includes(BigInt(rule.link_id)))
      const position = world.renderings[rendering]?.links.indexOf(BigInt(rule.link_id)) ?? 0
      const ofText = theirs.filter((message) => message.rendering === rendering)
      return came(ofText, rule.outcome, ({ hits }) => (hits?.clicks[position] ?? 0) > 0)
    }
    case 'undelivered':
      return lately(rule.days).filter(isUndelivered).length >= rule.times
    case 'clicked_any':
      return came(lately(rule.days), 'clicked', clicked)
    case 'not_clicked_any':
      return came(lately(rule.days), 'not_clicked', clicked)
    case 'converted':
      return hasConverted(world, contact, rule)
    case 'not_converted': {
      const campaign = rule.campaign_id === undefined ? undefined : world.campaigns.indexOf(BigInt(rule.campaign_id))
      const got = campaign === undefined ? lately(rule.days) : theirs.filter((message) => message.campaign === campaign)
      return got.some(wouldBeSeen) && !hasConverted(world, contact, rule)
    }
  }
}

function hasConverted(
  { conversions, messages, campaigns }: World,
  { phone }: WorldContact,
  rule: Extract<Criterion, { kind: 'converted' | 'not_converted' }>,
) {
  return conversions.some(({ message: place, byNumber, name, state, daysAgo, ...conversion }) => {
    const message = place === undefined ? undefined : messages[place]
    if (message?.test === true || daysAgo >= rule.days || (rule.name !== undefined && rule.name !== name) || conversion.phone !== phone)
      return false
    if (rule.campaign_id === undefined) return state === 'attributed' || (byNumber && state !== 'voided')
    return state === 'attributed' && message?.campaign === campaigns.indexOf(BigInt(rule.campaign_id))
  })
}

type Outcome = Extract<Criterion, { kind: 'campaign' }>['outcome']

function came(messages: readonly WorldMessage[], outcome: Outcome, wasClicked: (message: WorldMessage) => boolean): boolean {
  switch (outcome) {
    case 'sent':
      return messages.some(({ sent }) => sent)
    case 'delivered':
      return messages.some(({ state }) => state === 'delivered')
    case 'undelivered':
      return messages.some(isUndelivered)
    case 'clicked':
      return messages.some(wasClicked)
    case 'viewed':
      return messages.some(({ hits }) => (hits?.views ?? 0) > 0)
    case 'not_clicked':
      return messages.some(wouldBeSeen) && !messages.some(wasClicked)
    case 'not_reached':
      return messages.some(({ sent }) => sent) && !messages.some(isReached)
  }
}

const clicked = ({ hits }: WorldMessage) => hits?.clicks.some((clicks) => clicks > 0) ?? false
const wouldBeSeen = (message: WorldMessage) => isReached(message) && message.tracking === 'full' && message.links > 0
const isUndelivered = ({ state, sent }: WorldMessage) => sent && (state === 'undelivered' || state === 'expired')
const isReached = (message: WorldMessage) =>
  message.state === 'accepted' || message.state === 'delivered' || (message.state === 'unknown' && clicked(message))

/** @param value undefined for a contact without the field */
export function fieldFits(value: string | undefined, rule: Extract<Criterion, { kind: 'field' }>): boolean {
  switch (rule.operator) {
    case 'is':
      return value === String(rule.value).trim()
    case 'is_not':
      return value !== String(rule.value).trim()
    case 'contains':
      return value?.includes(rule.value) ?? false
    case 'starts_with':
      return value?.startsWith(rule.value) ?? false
    case 'exists':
      return value !== undefined
    case 'missing':
      return value === undefined
    case 'before':
      return dayOf(value) !== undefined && String(dayOf(value)) < rule.value
    case 'after':
      return dayOf(value) !== undefined && String(dayOf(value)) > rule.value
    case 'greater':
      return isNumber(value) && Number(value) > rule.value
    case 'less':
      return isNumber(value) && Number(value) < rule.value
  }
}

const isNumber = (value: string | undefined) => value !== undefined && /^-?\d+(\.\d+)?$/.test(value)
const dayOf = (value = '') => /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:$|[T ])/.exec(value)?.[1]
