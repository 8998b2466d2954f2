import { LRUCache } from 'lru-cache'
import { inTransaction, isUnavailable, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { perDatabase, remember } from './perDatabase.ts'
import { lockAccount } from './store.ts'

/** How an account follows its recipients beyond the click. */
export type ConversionSettings = {
  /** Name of the parameter that takes the click id to the landing page; null: none is added. */
  parameter: string | null
  /** How long a cookie with the click id lives; null: none is set. */
  cookieDays: number | null
  /** The account's own domain, for short domains that are its subdomains. */
  cookieDomain: string | null
  /** Which of several clicks inside the window counts. */
  model: 'last' | 'first'
  windowDays: number
  /** Windows of single names, in days. */
  windows: Record<string, number>
  /** Pages whose browsers may report conversions, such as `https://shop.example`. */
  origins: string[]
  /** So long a browser's report without an order id is taken for a repetition of the one before it, such as a reload; 0: each counts. */
  repeatMinutes: number
  /** So long a page keeps the click id that the snippet read. */
  snippetDays: number
}

const defaults: ConversionSettings = {
  ...{ parameter: null, cookieDays: null, cookieDomain: null },
  ...{ model: 'last', windowDays: 7, windows: {}, origins: [], repeatMinutes: 30, snippetDays: 90 },
}

const CACHE_MS = 5_000
const MAX_CACHED = 1_000
const caches = perDatabase(() => new LRUCache<bigint, Promise<ConversionSettings>>({ max: MAX_CACHED, ttl: CACHE_MS }))

/** Settings as they are now; an account that changed none has the defaults. */
export async function readConversionSettings(db: Db, { accountId }: { accountId: bigint }): Promise<ConversionSettings> {
  const [row] = await db<ConversionSettings[]>`
    select parameter, cookie_days as "cookieDays", cookie_domain as "cookieDomain", model, window_days as "windowDays", windows, origins,
      repeat_minutes as "repeatMinutes", snippet_days as "snippetDays"
    from conversion_settings where account_id = ${accountId}`
  return row ?? defaults
}

/** The same, at most 5 s old. */
export const knownConversionSettings = (db: Db, { accountId }: { accountId: bigint }): Promise<ConversionSettings> =>
  remember(caches(db), accountId, () => readConversionSettings(db, { accountId }))

/** Says from which pages an account takes conversions; undefined while the database is away and they are not known here. */
export const originsIn =
  (db: Db) =>
  async (accountId: number): Promise<readonly string[] | undefined> => {
    try {
      return (await knownConversionSettings(db, { accountId: BigInt(accountId) })).origins
    } catch (error) {
      if (isUnavailable(error)) return undefined
      throw error
    }
  }

/** Changes settings and writes down who did; what is left out stays. */
export async function updateConversionSettings(
  db: Db,
  { accountId, actor, changes }: { accountId: bigint; actor: string; changes: Partial<ConversionSettings> },
): Promise<ConversionSettings> {
  const updated = await inTransaction(db, async (tx) => {
    await lockAccount(tx, { accountId })
    const after = { ...(await readConversionSettings(tx, { accountId })), ...changes }
    await writeSettings(tx, { accountId, ...after })
    await touchAccount(tx, { accountId })
    await appendAudit(tx, {
      ...{ accountId, actor, action: 'conversion_settings.changed', subject: `account:${accountId}`, data: { ...changes } },
    })
    return after
  })
  caches(db).delete(accountId)
  return updated
}

const writeSettings = (db: Db, settings: ConversionSettings & { accountId: bigint }) => db`
  insert into conversion_settings (account_id, parameter, cookie_days, cookie_domain, model, window_days, windows, origins, repeat_minutes, snippet_days)
  values (${settings.accountId}, ${settings.parameter}, ${settings.cookieDays}, ${settings.cookieDomain}, ${settings.model},
    ${settings.windowDays}, ${JSON.stringify(settings.windows)}::text::jsonb, ${settings.origins}, ${settings.repeatMinutes}, ${settings.snippetDays})
  on conflict (account_id) do update set parameter = excluded.parameter, cookie_days = excluded.cookie_days,
    cookie_domain = excluded.cookie_domain, model = excluded.model, window_days = excluded.window_days, windows = excluded.windows,
    origins = excluded.origins, repeat_minutes = excluded.repeat_minutes, snippet_days = excluded.snippet_days`

/** Nodes look for accounts that changed: by that the redirect learns of the parameter within 5 s. */
const touchAccount = (db: Db, { accountId }: { accountId: bigint }) => db`update accounts set name = name where id = ${accountId}`
