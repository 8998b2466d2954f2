import { MAX_RULES, type Criterion } from '../../contract/audiences.ts'
import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import type { Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import {
  campaignOf,
  flatten,
  mapCriteria,
  type GivenAudience,
  type Placed,
  type ResolvedAudience,
  type ResolvedRule,
  type Rule,
} from './rules.ts'
import { findNamed, readSegments, type FoundNames, type Segment } from './store.ts'

/** Segments that one audience may name, each with up to 50 rules. */
const MAX_NAMED_SEGMENTS = 10

/**
 * Checks an audience and reads all that it names, so that it can be compiled without reading more: segments are replaced by their rules,
 * numbers are written as E.164. What is deleted later fits nobody.
 * @param field where the audience stands in the request, for the places of errors
 * @throws AppError `audience_invalid`, `phone_invalid`, or `group_unknown`, `segment_unknown`, `campaign_unknown`, `link_unknown` for what is
 *   not there or belongs to another account
 */
export async function resolveAudience(
  db: Db,
  { accountId, audience, field = 'audience' }: { accountId: bigint; audience: GivenAudience; field?: string },
): Promise<ResolvedAudience> {
  const include = audience.include.map((rule, at) => ({ rule, path: `${field}.include[${at}]` }))
  const exclude = audience.exclude.map((rule, at) => ({ rule, path: `${field}.exclude[${at}]` }))
  const resolved = await resolveRules(db, { accountId, placed: [...include, ...exclude], field })
  return { include: resolved.slice(0, include.length), exclude: resolved.slice(include.length) }
}

/** The same for rules without an audience, such as that of a segment. */
export async function resolveRules(
  db: Db,
  { accountId, placed, field }: { accountId: bigint; placed: readonly Placed<Rule>[]; field: string },
): Promise<ResolvedRule[]> {
  const all = placed.flatMap(flatten)
  if (all.length > MAX_RULES)
    throw new AppError(
      'audience_invalid',
      `There are ${all.length} rules, those inside others included: at most ${MAX_RULES} are possible.`,
      {
        field,
      },
    )
  const segments = await loadSegments(db, { accountId, all })
  const fromSegments = all.flatMap(({ rule, path }) => {
    const segment = rule.kind === 'segment' ? segments.get(rule.segment_id) : undefined
    return segment === undefined ? [] : flatten({ rule: segment.rule, path }).map((inner) => ({ ...inner, path, segment }))
  })
  const known = await findNames(db, { accountId, rules: [...all, ...fromSegments].map(({ rule }) => rule) })
  for (const each of all) requireKnown(each, known)
  for (const each of fromSegments) requireKnown(each, known, each.segment)
  const { defaultCountry } = await accountSettings(db, accountId)
  const names = { ...known, segments, phones: phonesOf(all, defaultCountry ?? undefined) }
  return placed.map(({ rule }) => mapCriteria(rule, (criterion) => resolve(criterion, names)))
}

async function loadSegments(
  db: Db,
  { accountId, all }: { accountId: bigint; all: readonly Placed<Rule>[] },
): Promise<Map<string, Segment>> {
  const named = all.flatMap(({ rule, path }) => (rule.kind === 'segment' ? [{ id: rule.segment_id, path }] : []))
  const ids = [...new Set(named.map(({ id }) => id))]
  const [first] = named
  if (first === undefined) return new Map()
  if (ids.length > MAX_NAMED_SEGMENTS)
    throw new AppError('audience_invalid', `An audience names at most ${MAX_NAMED_SEGMENTS} segments, and here are ${ids.length}.`, {
      field: first.path,
    })
  const found = new Map((await readSegments(db, { accountId, ids })).map((segment) => [String(segment.id), segment]))
  for (const { id, path } of named)
    if (!found.has(id)) throw new AppError('segment_unknown', `There is no segment ${id}.`, { field: `${path}.segment_id` })
  return found
}

async function findNames(db: Db, { accountId, rules }: { accountId: bigint; rules: readonly Rule[] }): Promise<FoundNames> {
  const groups = new Set(rules.flatMap((rule) => (rule.kind === 'group' ? [rule.group_id] : [])))
  const campaigns = new Set(rules.flatMap((rule) => campaignOf(rule) ?? []))
  const links = new Set(rules.flatMap((rule) => (rule.kind === 'link' ? [rule.link_id] : [])))
  return findNamed(db, { accountId, groups: [...groups], campaigns: [...campaigns], links: [...links] })
}

/** @param segment in which the rule stands, where it stands in one */
function requireKnown({ rule, path }: Placed<Rule>, known: FoundNames, segment?: Segment): void {
  const missing = missingName(rule, known)
  if (missing === undefined) return
  const { code, what, field } = missing
  throw segment === undefined
    ? new AppError(code, `There is no ${what}.`, { field: `${path}.${field}` })
    : new AppError(code, `Segment ${segment.id}, "${segment.name}", names ${what}, which is not there any more: mend the segment.`, {
        field: `${path}.segment_id`,
      })
}

function missingName(rule: Rule, { groups, campaigns, links }: FoundNames) {
  if (rule.kind === 'group' && !groups.has(rule.group_id))
    return { code: 'group_unknown' as const, what: `group ${rule.group_id}`, field: 'group_id' }
  const campaign = campaignOf(rule)
  if (campaign !== undefined && !campaigns.has(campaign))
    return { code: 'campaign_unknown' as const, what: `campaign ${campaign}`, field: 'campaign_id' }
  if (rule.kind === 'link' && !links.has(rule.link_id))
    return { code: 'link_unknown' as const, what: `link ${rule.link_id}`, field: 'link_id' }
  return undefined
}

/** Numbers in E.164 by how they were written. @throws AppError `phone_invalid` */
function phonesOf(all: readonly Placed<Rule>[], defaultCountry: string | undefined): Map<string, string> {
  const phones = new Map<string, string>()
  for (const { rule, path } of all) {
    if (rule.kind !== 'phones') continue
    for (const [at, written] of rule.phones.entries()) {
      const parsed = parsePhone(written, defaultCountry)
      if (parsed.kind === 'invalid') throw new AppError('phone_invalid', parsed.message, { field: `${path}.phones[${at}]` })
      phones.set(written, parsed.phone)
    }
  }
  return phones
}

type Known = FoundNames & { segments: ReadonlyMap<string, Segment>; phones: ReadonlyMap<string, string> }

function resolve(criterion: Criterion, known: Known): ResolvedRule {
  switch (criterion.kind) {
    case 'segment': {
      const segment = known.segments.get(criterion.segment_id)
      if (segment === undefined) throw new Error(`segment ${criterion.segment_id} was not read`)
      return mapCriteria(segment.rule, (inner) => resolve(inner, known))
    }
    case 'link': {
      const link = known.links.get(criterion.link_id)
      if (link === undefined) throw new Error(`link ${criterion.link_id} was not read`)
      return { ...criterion, rendering_id: link.renderingId, position: link.position }
    }
    case 'phones':
      return { kind: 'phones', phones: [...new Set(criterion.phones.map((written) => known.phones.get(written) ?? written))] }
    default:
      return criterion
  }
}
