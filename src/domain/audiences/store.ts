import { segmentRule, type SegmentRule } from '../../contract/audiences.ts'
import type { Db } from '../../platform/db.ts'

export type Segment = { id: bigint; name: string; rule: SegmentRule; createdAt: Date; updatedAt: Date }

type SegmentRow = Omit<Segment, 'rule'> & { rule: unknown }

/** Segments of an account by name; `afterName` goes on where a page ended. */
export async function listSegments(
  db: Db,
  { accountId, afterName, limit }: { accountId: bigint; afterName: string | undefined; limit: number },
): Promise<Segment[]> {
  const rows = await db<SegmentRow[]>`
    ${selectSegment(db)}
    where account_id = ${accountId} ${afterName === undefined ? db`` : db`and name > ${afterName}`} order by name limit ${limit}`
  return rows.map(parse)
}

export async function readSegments(db: Db, { accountId, ids }: { accountId: bigint; ids: readonly string[] }): Promise<Segment[]> {
  if (ids.length === 0) return []
  const rows = await db<SegmentRow[]>`
    ${selectSegment(db)} where account_id = ${accountId} and id = any(${[...ids]}::text[]::bigint[]) order by id limit ${ids.length}`
  return rows.map(parse)
}

const selectSegment = (db: Db) => db`select id, name, rule, created_at as "createdAt", updated_at as "updatedAt" from segments`

const parse = (row: SegmentRow): Segment => ({ ...row, rule: segmentRule.parse(row.rule) })

/** Keeps two requests from counting and adding at the same time until the transaction ends. */
export const lockSegments = (db: Db, { accountId }: { accountId: bigint }) =>
  db`select 1 from accounts where id = ${accountId} for no key update`

export async function countSegments(db: Db, { accountId }: { accountId: bigint }): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::int from segments where account_id = ${accountId}`
  return row?.count ?? 0
}

/** @returns undefined when the name is taken */
export async function insertSegment(
  db: Db,
  { accountId, name, rule }: { accountId: bigint; name: string; rule: SegmentRule },
): Promise<Segment | undefined> {
  const [row] = await db<SegmentRow[]>`
    insert into segments (account_id, name, rule) values (${accountId}, ${name}, ${JSON.stringify(rule)}::text::jsonb)
    on conflict do nothing
    returning id, name, rule, created_at as "createdAt", updated_at as "updatedAt"`
  return row && parse(row)
}

export async function updateSegment(
  db: Db,
  { accountId, id, name, rule }: { accountId: bigint; id: bigint; name: string; rule: SegmentRule },
): Promise<Segment | undefined> {
  const [row] = await db<SegmentRow[]>`
    update segments set name = ${name}, rule = ${JSON.stringify(rule)}::text::jsonb, updated_at = now()
    where account_id = ${accountId} and id = ${id}
      and not exists (select from segments other where other.account_id = ${accountId} and other.name = ${name} and other.id <> ${id})
    returning id, name, rule, created_at as "createdAt", updated_at as "updatedAt"`
  return row && parse(row)
}

export async function deleteSegmentRow(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<boolean> {
  const rows = await db`delete from segments where account_id = ${accountId} and id = ${id} returning 1`
  return rows.length > 0
}

/** What rules name, by id. A list of ids is as long as rules are many. */
export type Named = { groups: readonly string[]; campaigns: readonly string[]; links: readonly string[] }

export type FoundNames = {
  groups: Set<string>
  campaigns: Set<string>
  links: Map<string, { renderingId: string; position: number }>
}

/** Of these groups, campaigns and links, those that the account has. */
export async function findNamed(db: Db, { accountId, groups, campaigns, links }: Named & { accountId: bigint }): Promise<FoundNames> {
  const rows = await db<{ kind: 'group' | 'campaign' | 'link'; id: string; renderingId: string | null; position: number | null }[]>`
    select 'group' as kind, id::text, null as "renderingId", null::int as position
    from contact_groups where account_id = ${accountId} and id = any(${[...groups]}::text[]::bigint[])
    union all
    select 'campaign', id::text, null, null from campaigns where account_id = ${accountId} and id = any(${[...campaigns]}::text[]::bigint[])
    union all
    select 'link', id::text, rendering_id::text, position from links where account_id = ${accountId} and id = any(${[...links]}::text[]::bigint[])
    limit ${groups.length + campaigns.length + links.length}`
  const idsOf = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id))
  return {
    groups: idsOf('group'),
    campaigns: idsOf('campaign'),
    links: new Map(
      rows.flatMap(({ id, renderingId, position }): [string, { renderingId: string; position: number }][] =>
        renderingId === null || position === null ? [] : [[id, { renderingId, position }]],
      ),
    ),
  }
}
