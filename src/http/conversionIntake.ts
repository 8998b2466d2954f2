import type { IncomingMessage } from 'node:http'
import { readBrowserConversion, type BrowserConversion } from '../contract/browserConversion.ts'
import { MAX_CLICK_IDS } from '../contract/conversions.ts'
import { encodeBrowserRecord } from '../domain/conversions/browserRecord.ts'
import type { ClickPlace } from '../domain/conversions/clickId.ts'
import type { ConversionKeys } from '../domain/conversions/keys.ts'
import { foreignEncoder } from '../domain/tracking/foreignRecord.ts'
import type { Journal } from '../domain/tracking/journal.ts'
import type { ClientNetwork } from './clientNetwork.ts'
import { cookieName } from './landing.ts'
import { createMissBudget } from './missBudget.ts'

/** Pages of an account whose browsers may report; undefined while the database is away. */
export type OriginsOf = (accountId: number) => Promise<readonly string[] | undefined>

export type IntakeAnswer = { status: number; code?: string; detail?: string; origin?: string }

type Parts = { keys: ConversionKeys; journal: Pick<Journal, 'append'>; networkOf: ClientNetwork; originsOf: OriginsOf; now?: () => number }

const MAX_BODY_BYTES = 2_048
/** A page sends one or two for a visit; behind a company's network sit many visitors. */
const PER_NETWORK = 120
const PER_ACCOUNT = 6_000
/** One recipient on one link does not buy ten times a minute. */
const PER_LINK = 10

export type ConversionIntake = {
  /** Takes what a beacon's body or a pixel's query says; the answer comes when it is durable. */
  take(request: IncomingMessage, given: { kind: 'beacon' | 'pixel'; text: string }): Promise<IntakeAnswer>
}

/**
 * Takes conversions from browsers on the link host. They can be made up, so: only with a click id that this account gave out, only from pages
 * that it allows, and only so many. They are durable before they are answered, like hits, and need no database.
 */
export function createConversionIntake({ keys, journal, networkOf, originsOf, now = Date.now }: Parts): ConversionIntake {
  const networks = createMissBudget({ perMinute: PER_NETWORK })
  const accounts = createMissBudget({ perMinute: PER_ACCOUNT })
  const links = createMissBudget({ perMinute: PER_LINK })
  return {
    async take(request, { kind, text }) {
      if (!networks.spend(networkOf(request))) return tooMany
      const read = readBrowserConversion(kind, text)
      if (!read.ok) return { status: 400, code: 'conversion_invalid', detail: read.problem }
      const conversion = read.value
      const accountId = keys.publicIds.accountOf(conversion.account)
      if (accountId === undefined) return { status: 404, code: 'not_found', detail: `There is no account "${conversion.account}".` }
      const origin = originOf(request, kind)
      if (!((await originsOf(accountId))?.includes(origin) ?? true))
        return {
          status: 403,
          code: 'origin_refused',
          detail: `Pages of ${origin || 'an unknown origin'} may not report conversions: allow the origin first.`,
        }
      const clicks = readClicks(keys, accountId, { conversion, request })
      // Most visitors of a page never got a message.
      if (clicks.length === 0) return { status: 204, origin }
      if (!accounts.spend(accountId) || !clicks.every(({ place }) => links.spend(place.number))) return tooMany
      await append(journal, { accountId, at: now(), origin, clicks, conversion })
      return { status: 204, origin }
    },
  }
}

const tooMany: IntakeAnswer = { status: 429, code: 'rate_limited', detail: 'Too many conversions: try again in a minute.' }

type Entry = { accountId: number; at: number; origin: string; clicks: { id: string; place: ClickPlace }[]; conversion: BrowserConversion }

function append(journal: Pick<Journal, 'append'>, { conversion, ...entry }: Entry): Promise<void> {
  const { name, orderId, valueMicros, currency } = conversion
  const record = encodeBrowserRecord({ ...entry, name, orderId, valueMicros: valueMicros === null ? null : String(valueMicros), currency })
  return new Promise((settled) => journal.append(foreignEncoder, record, { settled: () => settled() }))
}

/** Those of the page, and the one in the cookie that the redirect set; what is not of this account is nothing. */
function readClicks(
  keys: ConversionKeys,
  accountId: number,
  { conversion, request }: { conversion: BrowserConversion; request: IncomingMessage },
) {
  const clickIds = keys.clickIdsOf(accountId)
  const cookie = request.headers['sec-gpc'] === '1' ? undefined : cookieOf(request, cookieName(keys, accountId))
  const ids = [...conversion.clickIds, ...(cookie === undefined ? [] : [cookie])]
  const clicks = [...new Set(ids)].flatMap((id) => {
    const place = clickIds.decode(id)
    return place === undefined ? [] : [{ id, place }]
  })
  return clicks.slice(-MAX_CLICK_IDS)
}

const cookieOf = ({ headers }: IncomingMessage, name: string) =>
  headers.cookie
    ?.split('; ')
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** A beacon names its page by Origin, which no page can forge; a pixel by the address that the browser comes from, if it tells. */
function originOf({ headers }: IncomingMessage, kind: 'beacon' | 'pixel'): string {
  if (kind === 'beacon') return headers.origin ?? ''
  try {
    return new URL(headers.referer ?? '').origin
  } catch {
    return ''
  }
}

/** Reads a beacon's body; undefined when it is too long, or never came whole. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  // What says that it is too long is not read, so that it can be told.
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) continue
    length += piece.length
    if (length > MAX_BODY_BYTES) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}
