import { createHash } from 'node:crypto'
import { messageStates, type MessageState } from '../../../src/contract/messages.ts'
import type { Db } from '../../../src/platform/db.ts'

export type WorldContact = {
  id: bigint
  phone: string
  country: string | null
  fields: Record<string, string>
  groups: bigint[]
}
/** `campaign` and `rendering` are places in the world's lists; `clicks` by link; a message without hits has no `hits`. */
export type WorldMessage = {
  id: number
  phone: string
  test: boolean
  campaign: number | undefined
  rendering: number
  state: MessageState
  sent: boolean
  daysAgo: number
  tracking: 'full' | 'aggregate' | 'off'
  links: number
  hits: { clicks: number[]; views: number } | undefined
}
/** `message`: the place of the message whose click it follows from; `byNumber`: reported by the number. */
export type WorldConversion = {
  phone: string
  message: number | undefined
  byNumber: boolean
  name: string
  state: 'attributed' | 'unattributed' | 'pending' | 'voided'
  daysAgo: number
}
export type World = {
  accountId: bigint
  groups: bigint[]
  campaigns: bigint[]
  renderings: { id: bigint; campaign: number | undefined; links: bigint[] }[]
  contacts: WorldContact[]
  messages: WorldMessage[]
  conversions: WorldConversion[]
}

const CONTACTS = 40
/** Renderings by the campaign that they belong to: the first had two texts, the last text belongs to none. */
const textsOf = [0, 0, 1, undefined] as const
export const cities = ['Berlin', 'Köln', 'Bad Berleburg', `O'Brien "x" \\ %_`, '']
const points = ['7', '12.50', '-3', '007', '1e3', 'many', '9999999999999999999999', '']
const days = ['2026-01-31', '2025-12-01T23:00:00+01:00', '2026-02-01 10:00', '31.01.2026', '2026-13-01', '2026-01-311', '']

/** Numbers that look random and are the same in each run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** An account with contacts, groups, campaigns, and messages in every state with and without hits; `firstMessageId` keeps worlds apart. */
export async function makeWorld(
  db: Db,
  { accountId, firstMessageId, seed }: { accountId: bigint; firstMessageId: number; seed: number },
): Promise<World> {
  const roll = dice(seed)
  const pick = <T>(values: readonly T[]): T => {
    const value = values[roll(values.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  const groups = (
    await db<{ id: bigint }[]>`
    insert into contact_groups (account_id, name) values (${accountId}, 'VIP'), (${accountId}, 'News') returning id`
  ).map(({ id }) => id)
  const campaigns = await makeCampaigns(db, accountId)
  const renderings = await makeRenderings(db, { accountId, campaigns })
  const contacts: WorldContact[] = []
  const messages: WorldMessage[] = []
  for (let at = 0; at < CONTACTS; at++) {
    const fields = Object.entries({ city: pick(cities), points: pick(points), day: pick(days) }).filter(([, value]) => value !== '')
    const given = { phone: `+49151${10_000_000 + at}`, country: pick(['DE', 'AT', null]), fields: Object.fromEntries(fields) }
    contacts.push(await makeContact(db, { accountId, given, groups: groups.filter(() => roll(2) === 0) }))
    for (let left = roll(9); left > 0; left--) {
      const rendering = roll(textsOf.length)
      const state = pick(messageStates)
      messages.push({
        ...{
          id: firstMessageId + messages.length,
          phone: given.phone,
          test: roll(6) === 0,
          campaign: textsOf[rendering],
          rendering,
          state,
        },
        // Some were never handed over: those that wait, and those that ended before.
        sent: state !== 'queued' && state !== 'cancelled' && state !== 'suppressed' && roll(5) > 0,
        ...{ daysAgo: roll(60), tracking: pick(['full', 'full', 'aggregate', 'off'] as const), links: roll(3) },
        hits: roll(2) === 0 ? undefined : { clicks: [roll(2), roll(2)], views: roll(2) },
      })
    }
  }
  const conversions = Array.from({ length: CONTACTS }, (): WorldConversion => {
    const message = roll(messages.length)
    const state = pick(['attributed', 'attributed', 'unattributed', 'pending', 'voided'] as const)
    return {
      ...{ phone: messages[message]?.phone ?? '', message: state === 'attributed' ? message : undefined, byNumber: roll(2) === 0 },
      ...{ name: pick(['order', 'sign_up']), state, daysAgo: roll(60) },
    }
  })
  const world = { accountId, groups, campaigns, renderings, contacts, messages, conversions }
  for (const message of messages) await makeMessage(db, world, message)
  for (const conversion of conversions) await makeConversion(db, world, conversion)
  return world
}

async function makeCampaigns(db: Db, accountId: bigint): Promise<bigint[]> {
  const rows = await db<{ id: bigint }[]>`
    insert into campaigns (account_id, name, sender, audience)
    select ${accountId}, name, 'Acme', '{"include": [], "exclude": []}' from unnest(array['Spring', 'Summer']) as name order by name returning id`
  return rows.map(({ id }) => id)
}

async function makeRenderings(db: Db, { accountId, campaigns }: { accountId: bigint; campaigns: bigint[] }): Promise<World['renderings']> {
  const made: World['renderings'] = []
  for (const [at, campaign] of textsOf.entries()) {
    const hash = createHash('sha256').update(`${at}`).digest()
    const [row] = await db<{ id: bigint }[]>`
      with version as (
        insert into template_versions (account_id, text, hash) values (${accountId}, ${`Text ${at}`}, ${hash}) returning id
      )
      insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds, campaign_id)
      select ${accountId}, version.id, (select min(id) from short_domains), 'full', 1, '{tracked,tracked}',
        ${campaign === undefined ? null : (campaigns[campaign] ?? null)}
      from version returning id`
    if (row === undefined) throw new Error('no rendering was made')
    const links = await db<{ id: bigint }[]>`
      insert into links (account_id, rendering_id, position, destination_kind, destination)
      select ${accountId}, ${row.id}, position, 'fixed', 'https://shop.example/' || position from generate_series(0, 1) as position returning id`
    made.push({ id: row.id, campaign, links: links.map(({ id }) => id) })
  }
  return made
}

async function makeContact(
  db: Db,
  { accountId, given, groups }: { accountId: bigint; given: Omit<WorldContact, 'id' | 'groups'>; groups: bigint[] },
): Promise<WorldContact> {
  const [row] = await db<{ id: bigint }[]>`
    insert into contacts (account_id, phone, country, mobile, fields)
    values (${accountId}, ${given.phone}, ${given.country}, true, ${JSON.stringify(given.fields)}::text::jsonb) returning id`
  if (row === undefined) throw new Error('no contact was made')
  await db`
    insert into contact_group_members (account_id, group_id, contact_id)
    select ${accountId}, group_id, ${row.id} from unnest(${groups}::bigint[]) as group_id`
  return { id: row.id, ...given, groups }
}

async function makeMessage(db: Db, world: World, message: WorldMessage): Promise<void> {
  const { accountId } = world
  const { id, phone, test, campaign, rendering, state, sent, daysAgo, tracking, links, hits } = message
  // Half a day away from each edge of a period.
  const at = new Date(Date.now() - (daysAgo + 0.5) * 86_400_000)
  await db`
    insert into messages (id, account_id, rendering_id, campaign_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts,
      on_unknown, state, claimed_until, send_at, valid_until, created_at, submitted_at)
    values (${id}, ${accountId}, ${world.renderings[rendering]?.id ?? 0n}, ${campaign === undefined ? null : (world.campaigns[campaign] ?? null)},
      (select min(id) from carriers), ${test}, ${phone}, 'Acme', ${tracking}, ${links}, 'gsm7', 1, 'keep', ${state}, now(), ${at}, ${at}, ${at},
      ${sent ? at : null})`
  if (hits === undefined) return
  const all = hits.clicks.reduce((sum, clicks) => sum + clicks, 0)
  for (const [link, clicks] of hits.clicks.entries())
    await db`
      insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, message_clicks, message_views, message_prefetches, message_bots, message_first_click_at)
      values (${id}, ${link}, ${accountId}, ${clicks}, ${link === 0 ? hits.views : 0}, 0, 1, ${link === 0 ? all : 0}, ${link === 0 ? hits.views : 0}, 0, ${link === 0 ? 2 : 0},
        ${link === 0 && all > 0 ? at : null})`
}

async function makeConversion(db: Db, { accountId, messages, renderings }: World, conversion: WorldConversion): Promise<void> {
  const { phone, message: place, byNumber, name, state, daysAgo } = conversion
  const message = place === undefined ? undefined : messages[place]
  const at = new Date(Date.now() - (daysAgo + 0.5) * 86_400_000)
  await db`
    insert into conversions (account_id, test, name, at, source, phone, state, reason, message_id, rendering_id, link, clicked_at, voided_at, next_try_at)
    values (${accountId}, ${message?.test ?? false}, ${name}, ${at}, 'server', ${byNumber ? phone : null}, ${state}, 'no_click', ${message?.id ?? null},
      ${message === undefined ? null : (renderings[message.rendering]?.id ?? null)}, ${message === undefined ? null : 0}, ${message === undefined ? null : at},
      ${state === 'voided' ? at : null}, ${state === 'pending' ? at : null})`
}
