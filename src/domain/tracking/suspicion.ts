import type { Suspicion } from '../../contract/suspicions.ts'
import { isPrivateAddress } from '../../lib/privateHosts.ts'
import type { Device } from './families.ts'
import type { Reason } from './verdict.ts'

/** How near in time hits must be to count as neighbours; whoever judges a hit knows all others that far before and after it. */
export const WINDOW_MS = 2_000

/** An SMS takes 2 to 6 s to a phone, and it must be seen, read and tapped; a person on a desktop also waits for the phone to pass it on. */
const SOON_MS = 5_000
/** Scanners come within 16 s. So do quick people: it counts only for a network that guesses codes. */
const RATHER_SOON_MS = 20_000
/**
 * A campaign of a million brings some 100 taps a second, and at most 2 of 100 are iPads that call themselves a Mac, all with one string.
 * Were they all behind one address, 4 would fall into a window, and 20 less than once in 10 million windows.
 */
const BURST_MESSAGES = 20
/** Of a network that guesses codes. */
const SMALL_BURST_MESSAGES = 3
/** Two links can be tapped in 2 s by a quick thumb, three cannot. On a desktop nobody opens even two of an SMS so fast. */
const LINKS_OF_HANDHELD = 3
const LINKS_OF_DESKTOP = 2

/**
 * A hit that would be a click. `submittedAt`, `linkCount`: of its message, undefined when that is gone; `known`: suspicions that were
 * found earlier, which stay where the message that they rest on is gone.
 */
export type Suspect = {
  at: number
  messageId: number
  link: number
  network: string | undefined
  userAgent: string
  device: Device
  reason: Reason
  overBudget: boolean
  submittedAt: number | undefined
  linkCount: number | undefined
  known: readonly Suspicion[]
}

/** What time and neighbours say against each hit; the order of the hits does not matter. A hit that nothing speaks against has no entry. */
export function findSuspicions<T extends Suspect>(hits: readonly T[]): Map<T, Suspicion[]> {
  const sorted = hits.toSorted((a, b) => a.at - b.at)
  const allLinks = new Set([...groupsOf(sorted, linksKey)].flatMap((group) => openedAtOnce(group)))
  const machines = [...groupsOf(sorted, agentKey)]
  const bursts = new Set(machines.flatMap((group) => inBursts(group, BURST_MESSAGES)))
  const smallBursts = new Set(machines.flatMap((group) => inBursts(group, SMALL_BURST_MESSAGES)))
  const found = new Map<T, Suspicion[]>()
  for (const hit of hits) {
    const against: Suspicion[] = []
    if (isSoon(hit, SOON_MS) || isStillKnown(hit, 'soon_after_send')) against.push('soon_after_send')
    if (allLinks.has(hit) || isStillKnown(hit, 'all_links_at_once')) against.push('all_links_at_once')
    if (bursts.has(hit)) against.push('burst')
    const isOdd = against.length > 0 || isSoon(hit, RATHER_SOON_MS) || smallBursts.has(hit) || isToolLike(hit)
    if ((hit.overBudget && isOdd) || isStillKnown(hit, 'network_over_budget')) against.push('network_over_budget')
    if (against.length > 0) found.set(hit, against)
  }
  return found
}

const isStillKnown = ({ linkCount, known }: Suspect, suspicion: Suspicion) => linkCount === undefined && known.includes(suspicion)

/**
 * A private network is the operator's own: somebody who tries Tapline out taps on a desktop as soon as the message is there. A hit that
 * seems earlier than the send only shows that two clocks differ.
 */
function isSoon({ at, device, network, submittedAt }: Suspect, withinMs: number): boolean {
  if (device !== 'desktop' || submittedAt === undefined || network === undefined || isPrivate(network)) return false
  return at >= submittedAt && at - submittedAt < withinMs
}

const isPrivate = (network: string) => isPrivateAddress(network.slice(0, network.indexOf('/')))

/** Neither a browser nor an app of a phone, as `Client/2`. In-app browsers with names of their own say what they run on. */
const isToolLike = ({ reason, device, userAgent }: Suspect) =>
  reason === 'unfamiliar_user_agent' && device === 'other' && !/android|iphone|ipad|ipod|\bios\b|mobile|phone|darwin/i.test(userAgent)

/** Phones and desktops apart: a scanner at the door of an office is no evidence against the phone whose owner taps at that moment. */
const linksKey = (hit: Suspect) =>
  hit.network === undefined || hit.linkCount === undefined || hit.linkCount < linksNeeded(hit)
    ? undefined
    : `${hit.messageId} ${hit.network} ${isHandheld(hit)}`

const linksNeeded = (hit: Suspect) => (isHandheld(hit) ? LINKS_OF_HANDHELD : LINKS_OF_DESKTOP)
const isHandheld = ({ device }: Suspect) => device === 'phone' || device === 'tablet'

/** Phones and tablets are left out: thousands of people share a carrier's network and a phone's user agent. */
const agentKey = (hit: Suspect) => (hit.network === undefined || isHandheld(hit) ? undefined : `${hit.network} ${hit.userAgent}`)

function groupsOf<T extends Suspect>(hits: readonly T[], keyOf: (hit: T) => string | undefined): Iterable<T[]> {
  const groups = new Map<string, T[]>()
  for (const hit of hits) {
    const key = keyOf(hit)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [hit])
    else group.push(hit)
  }
  return groups.values()
}

/** Hits of one message from one network that stand in a window in which all of its links were opened. */
const openedAtOnce = <T extends Suspect>(group: readonly T[]): T[] =>
  inWindows(group, { keyOf: (hit) => hit.link, isFull: (links, hit) => links >= (hit.linkCount ?? Infinity) })

/** Hits of one user agent from one network that stand in a window with hits on that many messages. */
const inBursts = <T extends Suspect>(group: readonly T[], messages: number): T[] =>
  inWindows(group, { keyOf: (hit) => hit.messageId, isFull: (distinct) => distinct >= messages })

type Count<T> = { keyOf: (hit: T) => number; isFull: (distinct: number, hit: T) => boolean }

/** Moves a window over hits in the order of their times, counts the different keys in it, and keeps the hits of each window that is full. */
function inWindows<T extends Suspect>(hits: readonly T[], { keyOf, isFull }: Count<T>): T[] {
  const counts = new Map<number, number>()
  const kept: T[] = []
  let [start, keptTo] = [0, 0]
  for (const [at, hit] of hits.entries()) {
    counts.set(keyOf(hit), (counts.get(keyOf(hit)) ?? 0) + 1)
    for (let first = hits[start]; first !== undefined && hit.at - first.at > WINDOW_MS; first = hits[++start]) leave(counts, keyOf(first))
    if (!isFull(counts.size, hit)) continue
    kept.push(...hits.slice(Math.max(keptTo, start), at + 1))
    keptTo = at + 1
  }
  return kept
}

function leave(counts: Map<number, number>, key: number): void {
  const left = (counts.get(key) ?? 1) - 1
  if (left === 0) counts.delete(key)
  else counts.set(key, left)
}
