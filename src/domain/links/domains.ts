import { AppError } from '../../lib/errors.ts'
import { ConfigError } from '../../platform/config.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { DEFAULT_CODE_SPACE } from './codeSpaces.ts'

/** A host that answers for short links. One without an account is open to all. */
export type ShortDomain = {
  id: bigint
  accountId: bigint | null
  host: string
  scheme: 'http' | 'https'
  codeSpaceId: number
  isDefault: boolean
}

/** Most short domains that one process serves. */
export const MAX_DOMAINS = 10_000

/**
 * Makes LINK_URL's host the default short domain. A former default keeps answering, since its links were sent.
 * @throws ConfigError when the host is an account's own short domain already
 */
export async function ensureDefaultDomain(db: Db, { linkUrl }: { linkUrl: string }): Promise<void> {
  const { host, scheme } = splitOrigin(linkUrl)
  await inTransaction(db, async (tx) => {
    // Nodes that start together, each with an address of its own, come one after the other: there is one default.
    await tx`select pg_advisory_xact_lock(hashtext('tapline default domain'))`
    const [owned] = await tx<{ accountId: bigint }[]>`
      select account_id as "accountId" from short_domains where host = ${host} and account_id is not null`
    if (owned !== undefined)
      throw new ConfigError(
        `LINK_URL is "${linkUrl}", but ${host} is the short domain of account ${owned.accountId}: use another host for all accounts.`,
      )
    await tx`update short_domains set is_default = false where is_default and host <> ${host}`
    await tx`
      insert into short_domains (host, scheme, code_space_id, is_default) values (${host}, ${scheme}, ${DEFAULT_CODE_SPACE}, true)
      on conflict (host) do update set is_default = true, scheme = excluded.scheme where short_domains.account_id is null`
  })
}

/** Every short domain: the link server answers for all of them. */
export const listAllDomains = (db: Db) => db<ShortDomain[]>`
  select id, account_id as "accountId", host, scheme, code_space_id as "codeSpaceId", is_default as "isDefault"
  from short_domains order by id limit ${MAX_DOMAINS}`

/** The domains that an account may use, its own and that of the installation; `isDefault` is the one that messages use unless they name one. */
export const listDomains = (db: Db, { accountId }: { accountId: bigint }) => db<ShortDomain[]>`
  with chosen as (
    select short_domains.id from accounts join short_domains on short_domains.host = short_domain and short_domains.account_id = accounts.id
    where accounts.id = ${accountId}
  )
  select id, account_id as "accountId", host, scheme, code_space_id as "codeSpaceId", coalesce(id = (select id from chosen), is_default) as "isDefault"
  from short_domains where account_id = ${accountId} or is_default order by "isDefault" desc, id limit 1000`

/**
 * The short domain for a message: the one it names, else the default.
 * @throws AppError `host_invalid` for a host that the account may not use
 */
export async function chooseDomain(db: Db, { accountId, host }: { accountId: bigint; host: string | undefined }): Promise<ShortDomain> {
  const domains = await listDomains(db, { accountId })
  const chosen = domains.find((domain) => (host === undefined ? domain.isDefault : domain.host === host.toLowerCase()))
  if (chosen !== undefined) return chosen
  const usable = domains.map((domain) => domain.host).join(', ')
  throw new AppError('host_invalid', `"${host ?? ''}" is not a short domain of this account: use one of ${usable}.`, {
    field: 'short_domain',
  })
}

/**
 * Adds a short domain for an account, in the shared code space.
 * @throws AppError `host_invalid` for what is no host name, `address_taken` for one that exists
 */
export async function addDomain(db: Db, { accountId, url }: { accountId: bigint; url: string }): Promise<ShortDomain> {
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/' || parsed.search !== '' || parsed.username !== '')
    throw new AppError(
      'host_invalid',
      `"${url}" is not the address of a short domain: expected an origin such as https://go.example.com.`,
      { field: 'url' },
    )
  const { host, scheme } = splitOrigin(parsed.origin)
  const [row] = await db<ShortDomain[]>`
    insert into short_domains (account_id, host, scheme, code_space_id) values (${accountId}, ${host}, ${scheme}, ${DEFAULT_CODE_SPACE})
    on conflict (host) do nothing
    returning id, account_id as "accountId", host, scheme, code_space_id as "codeSpaceId", is_default as "isDefault"`
  if (row === undefined) throw new AppError('address_taken', `${host} is a short domain already: use another host name.`, { field: 'url' })
  return row
}

function splitOrigin(origin: string): { host: string; scheme: 'http' | 'https' } {
  const url = new URL(origin)
  return { host: url.host.toLowerCase(), scheme: url.protocol === 'https:' ? 'https' : 'http' }
}

/** Which hosts of some URLs are short domains of ours: a short link must not lead to another. */
export async function findOwnHosts(db: Db, { urls }: { urls: readonly string[] }): Promise<ReadonlySet<string>> {
  const hosts = [...new Set(urls.flatMap((url) => URL.parse(url)?.host ?? []))]
  if (hosts.length === 0) return new Set()
  const rows = await db<{ host: string }[]>`select host from short_domains where host = any(${hosts}) limit ${hosts.length}`
  return new Set(rows.map((row) => row.host))
}
