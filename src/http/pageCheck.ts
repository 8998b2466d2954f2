import type { PageCheck } from '../contract/pageCheck.ts'
import type { ConversionSettings } from '../domain/accounts/conversionSettings.ts'
import type { Outbound, OutboundOutcome } from '../platform/outbound.ts'
import { findSnippet } from './snippetOnPage.ts'

type Given = { url: string; settings: Pick<ConversionSettings, 'origins' | 'parameter'>; publicId: string }

const MAX_REDIRECTS = 4
const MAX_PAGE_BYTES = 1_048_576
const DEADLINE_MS = 8_000
const nothing = { is_cut: false, snippet: null, account: null, parameter: null, converts: false, has_tag_manager: false } as const

/** Fetches a page as a visitor without scripts gets it, each step through the guard, and says whether our code stands on it. */
export async function checkPage(outbound: Outbound, { url, settings, publicId }: Given): Promise<PageCheck> {
  const { url: end, outcome } = await follow(outbound, url)
  const origin = new URL(end).origin
  const about = { url: end, origin, origin_allowed: settings.origins.includes(origin) }
  if (outcome.kind === 'failed') return { ...about, outcome: outcome.error, status: null, ...nothing }
  const { status, headers, body, isCut } = outcome
  const problem = problemOf(status, headers)
  if (problem !== undefined) return { ...about, outcome: problem, status, ...nothing }
  return { ...about, outcome: 'read', status, is_cut: isCut, ...findSnippet(body, { publicId, parameter: settings.parameter }) }
}

type Answered = Extract<OutboundOutcome, { kind: 'answered' }>

async function follow(outbound: Outbound, from: string): Promise<{ url: string; outcome: OutboundOutcome }> {
  let url = from
  for (let hops = 0; ; hops++) {
    const outcome = await outbound.request({ url, method: 'GET', headers, deadlineMs: DEADLINE_MS, maxBodyBytes: MAX_PAGE_BYTES })
    const next = outcome.kind === 'answered' ? locationOf(outcome, url) : undefined
    if (next === undefined || hops === MAX_REDIRECTS) return { url, outcome }
    url = next
  }
}

const headers = { accept: 'text/html', 'accept-encoding': 'identity', 'user-agent': 'Tapline-Page-Check/1' }

function locationOf({ status, headers: { location } }: Answered, base: string): string | undefined {
  if (status < 300 || status > 399 || typeof location !== 'string') return undefined
  const next = URL.parse(location, base)
  return next !== null && /^https?:$/.test(next.protocol) ? next.href : undefined
}

function problemOf(status: number, { 'content-type': type, 'content-encoding': encoding }: Answered['headers']) {
  if (status >= 300 && status < 400) return 'too_many_redirects' as const
  if (status >= 400) return 'refused_by_page' as const
  if (encoding !== undefined && encoding !== 'identity') return 'compressed' as const
  return typeof type === 'string' && !type.includes('html') ? ('no_html' as const) : undefined
}
