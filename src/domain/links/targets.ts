import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'
import { listAllDomains, type ShortDomain } from './domains.ts'

/** Where one tracked link of a rendering leads now. */
export type LinkTarget = { position: number; kind: 'fixed' | 'fields' | 'value'; destination: string; takenDown: boolean }

/** How the click goes on to the landing page; undefined where an account wants neither parameter nor cookie. */
export type Landing = { parameter: string | undefined; cookieDays: number | undefined; cookieDomain: string | undefined }

/** What answering for an account's links depends on. */
export type LinkAccount = {
  id: number
  fallbackUrl: string | undefined
  referrerPolicy: string
  gpcAggregate: boolean
  landing: Landing | undefined
  /** The same on a host that all accounts share: nobody sets cookies for the domain above it. */
  sharedLanding: Landing | undefined
}

/** A rendering as the redirect sees it: its tracked links in the order of their numbers. */
export type LinkRendering = { id: number; domainId: number; account: LinkAccount; targets: LinkTarget[] }

/** A run of numbers. Of a batch, everything follows by arithmetic; a number of a `single` block needs its message's row. */
export type NumberRange = {
  id: number
  codeSpaceId: number
  first: number
  end: number
  batch:
    | {
        renderingId: number
        linksPerMessage: number
        firstMessageId: number
        aggregate: boolean
        test: boolean
        expiresAt: number | undefined
        /** Its messages are past their retention. */
        deleted: boolean
      }
    | undefined
}

/** A single message as the redirect sees it. `expiresAt` in milliseconds since 1970. */
export type LinkMessage = {
  id: number
  firstNumber: number
  renderingId: number
  aggregate: boolean
  test: boolean
  cancelled: boolean
  /** Its person was erased. */
  erased: boolean
  expiresAt: number | undefined
}

/** Ranges of a code space from a number on, lowest first. */
export async function listRanges(
  db: Db,
  { codeSpaceId, from, limit }: { codeSpaceId: number; from: number; limit: number },
): Promise<NumberRange[]> {
  const rows = await db<
    RangeRow[]
  >`${selectRange(db)} where code_space_id = ${codeSpaceId} and first_number >= ${from} order by first_number limit ${limit}`
  return rows.map(toRange)
}

/** The range that holds a number, for ranges too old to be kept in memory. */
export async function findRange(
  db: Db,
  { codeSpaceId, number }: { codeSpaceId: number; number: number },
): Promise<NumberRange | undefined> {
  const rows = await db<
    RangeRow[]
  >`${selectRange(db)} where code_space_id = ${codeSpaceId} and first_number <= ${number} order by first_number desc limit 1`
  const range = rows.map(toRange)[0]
  return range !== undefined && number < range.end ? range : undefined
}

/** Batches whose expiry changed lately. */
export async function listChangedBatches(db: Db, { seconds }: { seconds: number }): Promise<NumberRange[]> {
  const rows = await db<
    RangeRow[]
  >`${selectRange(db)} where kind = 'campaign' and changed_at > clock_timestamp() - make_interval(secs => ${seconds}) order by changed_at desc limit 10000`
  return rows.map(toRange)
}

const selectRange = (db: Db) => db`
  select id, code_space_id as "codeSpaceId", first_number as "first", size, rendering_id as "renderingId", links_per_message as "linksPerMessage",
    first_message_id as "firstMessageId", tracking, test, extract(epoch from links_expire_at)::float8 * 1000 as "expiresAt",
    deleted_below is not null as deleted
  from batches`

type RangeRow = {
  id: bigint
  codeSpaceId: number
  first: bigint
  size: bigint
  renderingId: bigint | null
  linksPerMessage: number | null
  firstMessageId: bigint | null
  tracking: 'full' | 'aggregate' | null
  test: boolean | null
  expiresAt: number | null
  deleted: boolean
}

function toRange(row: RangeRow): NumberRange {
  const first = Number(row.first)
  const range = { id: Number(row.id), codeSpaceId: row.codeSpaceId, first, end: first + Number(row.size) }
  if (row.renderingId === null || row.firstMessageId === null || row.linksPerMessage === null) return { ...range, batch: undefined }
  const batch = {
    renderingId: Number(row.renderingId),
    linksPerMessage: row.linksPerMessage,
    firstMessageId: Number(row.firstMessageId),
    aggregate: row.tracking === 'aggregate',
    test: row.test === true,
    expiresAt: row.expiresAt ?? undefined,
    deleted: row.deleted,
  }
  return { ...range, batch }
}

/** A rendering with its links and its account as they are now. */
export async function findLinkRendering(db: Db, { id }: { id: number }): Promise<LinkRendering | undefined> {
  const [row] = await db<RenderingRow[]>`
    select short_domain_id as "domainId", accounts.id as "accountId", fallback_url as "fallbackUrl", referrer_policy as "referrerPolicy", gpc,
      parameter, cookie_days as "cookieDays", cookie_domain as "cookieDomain", coalesce((
      select json_agg(json_build_object('position', position, 'kind', destination_kind, 'destination', destination, 'takenDown', taken_down_at is not null) order by position)
      from links where links.rendering_id = renderings.id
    ), '[]') as targets
    from renderings join accounts on accounts.id = renderings.account_id
    left join conversion_settings on conversion_settings.account_id = accounts.id
    where renderings.id = ${id}`
  if (row === undefined) return undefined
  const account = {
    id: Number(row.accountId),
    fallbackUrl: row.fallbackUrl ?? undefined,
    referrerPolicy: row.referrerPolicy,
    gpcAggregate: row.gpc === 'aggregate',
    landing: landingOf(row),
    sharedLanding: landingOf({ ...row, cookieDomain: null }),
  }
  return { id, domainId: Number(row.domainId), account, targets: row.targets }
}

type RenderingRow = {
  domainId: bigint
  accountId: bigint
  fallbackUrl: string | null
  referrerPolicy: string
  gpc: string
  parameter: string | null
  cookieDays: number | null
  cookieDomain: string | null
  targets: LinkTarget[]
}

const landingOf = ({ parameter, cookieDays, cookieDomain }: RenderingRow): Landing | undefined =>
  parameter === null && cookieDays === null
    ? undefined
    : { parameter: parameter ?? undefined, cookieDays: cookieDays ?? undefined, cookieDomain: cookieDomain ?? undefined }

/** The single messages that own some numbers: for each the nearest first number at or below it, if its links reach that far. */
export async function findLinkMessages(
  db: Db,
  { codeSpaceId, numbers }: { codeSpaceId: number; numbers: readonly number[] },
): Promise<Map<number, LinkMessage>> {
  const rows = await db<MessageRow[]>`
    select asked.number, id, first_number as "firstNumber", rendering_id as "renderingId", tracking, test, state, erased_at is not null as erased,
      extract(epoch from coalesce(submitted_at, send_at) + link_validity)::float8 * 1000 as "expiresAt"
    from unnest(${arrayOf(numbers, (number) => number)}::bigint[]) as asked (number) cross join lateral (
      select * from messages
      where code_space_id = ${codeSpaceId} and first_number <= asked.number and batch_id is null
      order by first_number desc limit 1
    ) as message
    where asked.number < first_number + link_count`
  return new Map(rows.map((row) => [Number(row.number), toLinkMessage(row)]))
}

type MessageRow = {
  number: bigint
  id: bigint
  firstNumber: bigint
  renderingId: bigint
  tracking: string
  test: boolean
  state: string
  erased: boolean
  expiresAt: number | null
}

const toLinkMessage = (row: MessageRow): LinkMessage => ({
  id: Number(row.id),
  firstNumber: Number(row.firstNumber),
  renderingId: Number(row.renderingId),
  aggregate: row.tracking === 'aggregate',
  test: row.test,
  cancelled: row.state === 'cancelled',
  erased: row.erased,
  expiresAt: row.expiresAt ?? undefined,
})

/**
 * Whether messages of a number's block were deleted up to that number. Only a number that no message owns may be asked for: such a one was
 * deleted, or never used, and below the highest deleted one nobody can tell the two apart any more.
 */
export async function isDeletedNumber(db: Db, { codeSpaceId, number }: { codeSpaceId: number; number: number }): Promise<boolean> {
  const [row] = await db<{ deleted: boolean }[]>`
    select coalesce(${number} < deleted_below, false) as deleted from batches
    where code_space_id = ${codeSpaceId} and first_number <= ${number} order by first_number desc limit 1`
  return row?.deleted === true
}

/** The merge values of a message, for a destination that holds merge fields; undefined when they were erased. */
export async function findMergeValues(db: Db, { messageId }: { messageId: number }): Promise<Record<string, string> | undefined> {
  const [row] = await db<{ mergeValues: Record<string, string> | null; erased: boolean }[]>`
    select merge_values as "mergeValues", erased_at is not null or (values_erased_at is not null and merge_values is null) as erased
    from messages where id = ${messageId}`
  return row?.erased === true ? undefined : (row?.mergeValues ?? {})
}

/** Renderings whose links, or whose account, changed within the last seconds. */
export async function listChangedRenderings(
  db: Db,
  { seconds }: { seconds: number },
): Promise<{ renderingIds: number[]; accountIds: number[] }> {
  const links = await db<{ id: bigint }[]>`
    select distinct rendering_id as id from links
    where changed_at > clock_timestamp() - make_interval(secs => ${seconds}) and changed_at > created_at + interval '1 ms' limit 10000`
  const accounts = await db<{ id: bigint }[]>`
    select id from accounts where changed_at > clock_timestamp() - make_interval(secs => ${seconds}) limit 10000`
  return { renderingIds: links.map((row) => Number(row.id)), accountIds: accounts.map((row) => Number(row.id)) }
}

/** Hosts in lower case, as they stand in the Host header. */
export async function loadHosts(db: Db): Promise<Map<string, ShortDomain>> {
  const domains = await listAllDomains(db)
  return new Map(domains.map((domain) => [domain.host, domain]))
}
