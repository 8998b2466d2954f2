import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audiences } from '../../../test/helpers/audiences/made.ts'
import { fieldFits, fits } from '../../../test/helpers/audiences/rules.ts'
import { makeWorld } from '../../../test/helpers/audiences/world.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging, newAccount } from '../../../test/helpers/messaging.ts'
import { isText } from '../../http/storableText.ts'
import { unprepared } from '../../platform/db.ts'
import { audienceCondition } from './compile.ts'
import { resolveAudience } from './resolve.ts'
import type { GivenAudience, ResolvedAudience } from './rules.ts'

const db = await testDatabase()
const { accountId, directory } = await messaging(db)
directory.close()
const world = await makeWorld(db, { accountId, firstMessageId: 1_000, seed: 7 })
// The same numbers, and what became of them, in another account.
const other = await makeWorld(db, { accountId: (await newAccount(db)).accountId, firstMessageId: 50_000, seed: 8 })

const select = async (audience: ResolvedAudience) => {
  const rows = await unprepared(db<{ id: bigint }[]>`
    select id from contacts where contacts.account_id = ${accountId} and ${audienceCondition(db, { accountId, audience })} order by id`)
  return rows.map(({ id }) => id)
}
const idsOf = async (audience: GivenAudience) => select(await resolveAudience(db, { accountId, audience }))
const expected = ({ include, exclude }: GivenAudience) =>
  world.contacts
    .filter((contact) => include.some((rule) => fits(world, contact, rule)) && !exclude.some((rule) => fits(world, contact, rule)))
    .map(({ id }) => id)

test('a statement picks the contacts that a plain comparison picks, whatever the rules', async () => {
  await fc.assert(
    fc.asyncProperty(audiences(world), async (audience) => {
      expect(await idsOf(audience)).toEqual(expected(audience))
    }),
    { numRuns: 400 },
  )
})

test('each outcome picks some contacts of this world and leaves others out', async () => {
  const [campaign = 0n] = world.campaigns
  const sizes = new Map<string, number>()
  for (const outcome of ['sent', 'delivered', 'undelivered', 'clicked', 'not_clicked', 'viewed', 'not_reached'] as const)
    sizes.set(outcome, (await idsOf({ include: [{ kind: 'campaign', campaign_id: String(campaign), outcome }], exclude: [] })).length)
  expect([...sizes].filter(([, size]) => size === 0 || size === world.contacts.length)).toEqual([])
})

test.each(['converted', 'not_converted'] as const)(
  '%s picks some contacts and leaves others out, with a name and with a campaign',
  async (kind) => {
    const [campaign = 0n] = world.campaigns
    for (const more of [{}, { name: 'order' }, { campaign_id: String(campaign) }]) {
      const { length } = await idsOf({ include: [{ kind, days: 60, ...more }], exclude: [] })
      expect([0, world.contacts.length]).not.toContain(length)
    }
  },
)

test('nobody is included by no rule, and exclusions win', async () => {
  expect(await idsOf({ include: [], exclude: [] })).toEqual([])
  expect(await idsOf({ include: [{ kind: 'all' }], exclude: [{ kind: 'all' }] })).toEqual([])
})

test('a page of an audience holds the next contacts in their order', async () => {
  const audience = await resolveAudience(db, { accountId, audience: { include: [{ kind: 'clicked_any', days: 60 }], exclude: [] } })
  const all = await select(audience)
  const pages: bigint[] = []
  for (let after = 0n, isMore = true; isMore;) {
    const page = await unprepared(db<{ id: bigint }[]>`
      select id from contacts where contacts.account_id = ${accountId} and contacts.id > ${after}
        and ${audienceCondition(db, { accountId, audience })} order by contacts.id limit 3`)
    pages.push(...page.map(({ id }) => id))
    after = page.at(-1)?.id ?? 0n
    isMore = page.length > 0
  }
  expect(pages).toEqual(all)
  expect(all.length).toBeGreaterThan(3)
})

test('names and values of fields are values to the database, whatever they hold', async () => {
  const account = (await newAccount(db)).accountId
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter(isText)
  const hostile = fc.oneof(
    text,
    fc.constantFrom(`'; drop table contacts; --`, '$1', '${1}', '\\', '"', '{}', '__proto__', '?', '::int', '%_'),
  )
  const operators = ['is', 'is_not', 'contains', 'starts_with'] as const
  await fc.assert(
    fc.asyncProperty(
      hostile,
      hostile,
      hostile,
      fc.constantFrom(...operators),
      fc.boolean(),
      async (name, stored, value, operator, same) => {
        const fields = Object.fromEntries([[name, stored]])
        await db`delete from contacts where account_id = ${account}`
        await db`insert into contacts (account_id, phone, fields) values (${account}, '+4915112345678', ${JSON.stringify(fields)}::text::jsonb)`
        const rule = { kind: 'field' as const, name, operator, value: same ? stored : value }
        const audience = { include: [rule], exclude: [] }
        const rows = await unprepared(db`
        select id from contacts where contacts.account_id = ${account} and ${audienceCondition(db, { accountId: account, audience })}`)
        expect(rows.length === 1).toBe(fieldFits(stored, rule))
      },
    ),
    { numRuns: 200 },
  )
})

test.each([
  ['group_unknown', 'group_id', { kind: 'group', group_id: String(other.groups[0]) }],
  ['campaign_unknown', 'campaign_id', { kind: 'campaign', campaign_id: String(other.campaigns[0]), outcome: 'sent' }],
  ['campaign_unknown', 'campaign_id', { kind: 'converted', days: 5, campaign_id: String(other.campaigns[0]) }],
  ['link_unknown', 'link_id', { kind: 'link', link_id: String(other.renderings[0]?.links[0]), outcome: 'clicked' }],
  ['segment_unknown', 'segment_id', { kind: 'segment', segment_id: '999999' }],
] as const)('what belongs to another account is unknown: %s', async (code, field, rule) => {
  const audience: GivenAudience = {
    include: [{ kind: 'all' }],
    exclude: [{ kind: 'any_of', rules: [{ kind: 'all' }, { kind: 'not', rule }] }],
  }
  await expect(resolveAudience(db, { accountId, audience })).rejects.toMatchObject({
    code,
    field: `audience.exclude[0].rules[1].rule.${field}`,
  })
})

test('numbers are read as people write them, and what is no number is named', async () => {
  const [first] = world.contacts
  const audience = (phones: string[]): GivenAudience => ({ include: [{ kind: 'phones', phones }], exclude: [] })
  expect(await idsOf(audience(['0049 151 10000000', '+4915110000000']))).toEqual([first?.id])
  await expect(idsOf(audience(['+4915110000000', 'x']))).rejects.toMatchObject({
    code: 'phone_invalid',
    field: 'audience.include[0].phones[1]',
  })
})

test('more than 50 rules are refused, wherever they stand', async () => {
  const rules = Array.from({ length: 25 }, () => ({ kind: 'all' as const }))
  const include = [{ kind: 'any_of' as const, rules }]
  const resolved = await resolveAudience(db, { accountId, audience: { include, exclude: rules.slice(1) } })
  expect(resolved.include).toEqual(include)
  await expect(resolveAudience(db, { accountId, audience: { include, exclude: rules } })).rejects.toMatchObject({
    code: 'audience_invalid',
  })
})
