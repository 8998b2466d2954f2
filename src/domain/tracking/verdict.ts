import type { Suspicion } from '../../contract/suspicions.ts'
import type { FetcherKind } from './fetcher.ts'
import { fetcherOf } from './fetchers.ts'
import { looksLikeMachine } from './machine.ts'
import type { Purpose } from './purpose.ts'

/**
 * Version of everything that decides a verdict: this file, the tables of fetchers, isbot, and the suspicions. It is stored with each hit, so
 * that a better rule can be applied to old hits. Raise it with every change that can alter a verdict, and say so in
 * `CHANGELOG.md`.
 */
export const RULES_VERSION = 2

/** Longest user agent that is kept, in characters; the caller cuts before the hit is written. Real ones are below 400. */
export const MAX_USER_AGENT_LENGTH = 512

/** Who made a hit: a person, a messaging app that draws a card, a browser that fetches ahead, or any other machine. */
export type Verdict = 'click' | 'view' | 'prefetch' | 'bot'

/** Every reason for a verdict, as the sentence that people read. A code is stable: it is stored with hits. */
export const reasons = {
  head_request: 'The request asked for headers only (HEAD); a tap asks for the page.',
  prefetch_header: 'The browser said that it fetches ahead, before anybody tapped.',
  preview_header: 'The browser said that it draws a preview picture, not that somebody opened the link.',
  preview_fetcher: 'A messaging app or its server fetched the link to draw a preview card.',
  scanner: 'A security product opened the link to check it.',
  crawler: 'A crawler of a search engine, language model or archive fetched the link.',
  tool: 'A program fetched the link, not a browser: a script, a library, an app in the background or a monitor.',
  isbot: 'The user agent is on the public list of bots.',
  empty_user_agent: 'The request named no user agent; browsers always name one.',
  before_send: 'The message had not been sent yet, so its recipient cannot have tapped.',
  soon_after_send: 'A desktop browser opened the link within 5 seconds of the send, before somebody can have received, read and tapped it.',
  all_links_at_once: 'All links of the message were opened from one network within 2 seconds.',
  burst: 'Links of 20 or more messages were opened from one network within 2 seconds, by the same desktop browser or program.',
  network_over_budget:
    'The network was guessing codes, and the time, a small burst or the user agent of this hit also speaks for a program.',
  browser: 'A browser, or the built-in browser of an app, opened the link and nothing speaks against a person.',
  unfamiliar_user_agent: 'The user agent is neither a known browser nor a known machine; it counts as a person.',
} as const satisfies Record<Suspicion, string> & Record<string, string>

export type Reason = keyof typeof reasons

/** What a reason decides when it is the first of a hit. */
const verdictOf = {
  head_request: 'bot',
  prefetch_header: 'prefetch',
  preview_header: 'prefetch',
  preview_fetcher: 'view',
  scanner: 'bot',
  crawler: 'bot',
  tool: 'bot',
  isbot: 'bot',
  empty_user_agent: 'bot',
  before_send: 'bot',
  soon_after_send: 'bot',
  all_links_at_once: 'bot',
  burst: 'bot',
  network_over_budget: 'bot',
  browser: 'click',
  unfamiliar_user_agent: 'click',
} as const satisfies Record<Reason, Verdict>

const reasonOfKind = { preview: 'preview_fetcher', scanner: 'scanner', crawler: 'crawler', tool: 'tool' } as const satisfies Record<
  FetcherKind,
  Reason
>
const reasonOfPurpose = { none: undefined, prefetch: 'prefetch_header', preview: 'preview_header' } as const satisfies Record<
  Purpose,
  Reason | undefined
>

/** What a hit shows of itself. `beforeSend`: its message had not been claimed for sending when the link was asked for. */
export type HitSignals = { method: 'GET' | 'HEAD'; purpose: Purpose; userAgent: string; beforeSend: boolean }

/** What the user agent alone says; `fetcher` is the name of a row of our tables. */
export type Agent = { reason: Reason; fetcher: string | undefined }

/** The decisive reason stands first, those that also speak against a person follow. */
export type Classification = { verdict: Verdict; reasons: Reason[]; fetcher: string | undefined }

/** Judges a hit by what it shows; the same signals always give the same verdict. */
export const classify = (signals: HitSignals): Classification => decide(agentOf(signals.userAgent), signals)

/** Says whom a user agent belongs to: our own tables first, then isbot, then the form of the string. */
export function agentOf(userAgent: string): Agent {
  const cut = userAgent.slice(0, MAX_USER_AGENT_LENGTH)
  const fetcher = fetcherOf(cut)
  if (fetcher !== undefined) return { reason: reasonOfKind[fetcher.kind], fetcher: fetcher.name }
  return { reason: reasonOfStranger(cut), fetcher: undefined }
}

function reasonOfStranger(userAgent: string): Reason {
  if (userAgent.trim() === '') return 'empty_user_agent'
  if (looksLikeMachine(userAgent)) return 'isbot'
  return /^(?:Mozilla|Opera)\/\d|^\[FBAN\//.test(userAgent) ? 'browser' : 'unfamiliar_user_agent'
}

/** Adds what the request says to what its user agent says, in the order in which signals count (`docs/verdicts.md`). */
export function decide({ reason, fetcher }: Agent, { method, purpose, beforeSend }: Omit<HitSignals, 'userAgent'>): Classification {
  const ofPurpose = reasonOfPurpose[purpose]
  const against: Reason[] = []
  if (method === 'HEAD') against.push('head_request')
  if (ofPurpose !== undefined) against.push(ofPurpose)
  if (verdictOf[reason] !== 'click') against.push(reason)
  if (beforeSend) against.push('before_send')
  const decisive = against[0] ?? reason
  return { verdict: verdictOf[decisive], reasons: against.length === 0 ? [reason] : against, fetcher }
}

/** Adds what time and neighbours say: it concerns only what would be a click, and any of it makes that a bot. */
export function addSuspicions(classification: Classification, found: readonly Suspicion[]): Classification {
  if (classification.verdict !== 'click' || found.length === 0) return classification
  return { ...classification, verdict: 'bot', reasons: [...found] }
}
