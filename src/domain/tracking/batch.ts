import { arrayOf, textArrayOf } from './arrayLiteral.ts'
import { formatNetwork } from './network.ts'
import { Profiles, type Profile } from './profiles.ts'
import type { HitRecord } from './record.ts'
import { Rollups, type Rollup } from './rollups.ts'
import { Tallies, type MessageTally } from './tallies.ts'
import { RULES_VERSION } from './verdict.ts'

type Event = { hit: HitRecord; profile: Profile; isFirst: boolean }
type Judged = { hit: HitRecord; profile: Profile }

/** A batch of hits as the columns of the statement that stores them; each value is an array in PostgreSQL's text form. */
export type Batch = {
  hits: ReturnType<typeof hitColumns>
  profiles: ReturnType<typeof profileColumns>
  totals: ReturnType<typeof totalColumns>
  rollups: ReturnType<typeof rollupColumns>
  events: ReturnType<typeof eventColumns>
}

/** Judges hits and adds them up. @param unsent messages of the batch that had not been claimed for sending */
export function createBatch(hits: readonly HitRecord[], unsent: ReadonlySet<number>): Batch {
  const profiles = new Profiles()
  const tallies = new Tallies()
  const rollups = new Rollups()
  const judged: Judged[] = []
  const events: Event[] = []
  for (const hit of hits) {
    const profile = profiles.of(hit, !hit.aggregate && unsent.has(hit.messageId))
    const { verdict, families } = profile.judgement
    judged.push({ hit, profile })
    const rollup = rollups.add(hit, { verdict, device: families.device })
    if (hit.aggregate) continue
    const isFirst = tallies.add(hit, { verdict, rollup })
    if (verdict === 'click' || verdict === 'view') events.push({ hit, profile, isFirst })
  }
  const totals = tallies.sorted()
  return {
    hits: hitColumns(judged),
    profiles: profileColumns(profiles.rows),
    totals: totalColumns(totals),
    rollups: rollupColumns(rollups.rows()),
    events: eventColumns(events, tallies),
  }
}

const hitColumns = (judged: readonly Judged[]) => ({
  at: arrayOf(judged.map(({ hit }) => hit.at)),
  accountId: arrayOf(judged.map(({ hit }) => hit.accountId)),
  messageId: arrayOf(judged.map(({ hit }) => (hit.aggregate ? null : hit.messageId))),
  codeSpaceId: arrayOf(judged.map(({ hit }) => (hit.aggregate ? null : hit.codeSpaceId))),
  number: arrayOf(judged.map(({ hit }) => (hit.aggregate ? null : hit.number))),
  renderingId: arrayOf(judged.map(({ hit }) => hit.renderingId)),
  link: arrayOf(judged.map(({ hit }) => hit.link)),
  test: arrayOf(judged.map(({ hit }) => hit.test)),
  answer: arrayOf(judged.map(({ hit }) => (hit.over ? 410 : 302))),
  network: textArrayOf(judged.map(({ hit }) => formatNetwork(hit.network))),
  overBudget: arrayOf(judged.map(({ hit }) => hit.overBudget)),
  profile: arrayOf(judged.map(({ profile }) => profile.place)),
})

const profileColumns = (profiles: readonly Profile[]) => ({
  rulesVersion: RULES_VERSION,
  head: arrayOf(profiles.map(({ hit }) => hit.head)),
  purpose: textArrayOf(profiles.map(({ hit }) => hit.purpose)),
  userAgent: textArrayOf(profiles.map(({ userAgent }) => userAgent)),
  beforeSend: arrayOf(profiles.map(({ beforeSend }) => beforeSend)),
  verdict: textArrayOf(profiles.map(({ judgement }) => judgement.verdict)),
  reasons: textArrayOf(profiles.map(({ judgement }) => textArrayOf(judgement.reasons))),
  device: textArrayOf(profiles.map(({ judgement }) => judgement.families.device)),
  os: textArrayOf(profiles.map(({ judgement }) => judgement.families.os)),
  browser: textArrayOf(profiles.map(({ judgement }) => judgement.families.browser)),
  app: textArrayOf(profiles.map(({ judgement }) => judgement.families.app)),
})

/** One row for each link; a message's sums stand in its first row and are zero in the others. */
function totalColumns(messages: readonly MessageTally[]) {
  const rows = messages.flatMap(({ messageId, accountId, sum, links }) =>
    links.map(({ link, tally, place }, at) => ({ messageId, accountId, link, tally, place, sum: at === 0 ? sum : undefined })),
  )
  return {
    messageId: arrayOf(rows.map((row) => row.messageId)),
    link: arrayOf(rows.map((row) => row.link)),
    accountId: arrayOf(rows.map((row) => row.accountId)),
    place: arrayOf(rows.map((row) => row.place)),
    clicks: arrayOf(rows.map((row) => row.tally.clicks)),
    views: arrayOf(rows.map((row) => row.tally.views)),
    prefetches: arrayOf(rows.map((row) => row.tally.prefetches)),
    bots: arrayOf(rows.map((row) => row.tally.bots)),
    firstClickAt: arrayOf(rows.map((row) => row.tally.firstClickAt)),
    firstViewAt: arrayOf(rows.map((row) => row.tally.firstViewAt)),
    lastHitAt: arrayOf(rows.map((row) => row.tally.lastHitAt)),
    rollup: arrayOf(rows.map((row) => row.tally.rollup)),
    messageClicks: arrayOf(rows.map((row) => row.sum?.clicks ?? 0)),
    messageViews: arrayOf(rows.map((row) => row.sum?.views ?? 0)),
    messagePrefetches: arrayOf(rows.map((row) => row.sum?.prefetches ?? 0)),
    messageBots: arrayOf(rows.map((row) => row.sum?.bots ?? 0)),
    messageFirstClickAt: arrayOf(rows.map((row) => row.sum?.firstClickAt ?? null)),
    messageRollup: arrayOf(rows.map((row) => row.sum?.rollup ?? 0)),
  }
}

/** In the order of their keys, so that two drains that meet lock rows in the same order. */
function rollupColumns(rollups: readonly Rollup[]) {
  const rows = [...rollups].sort((a, b) => (a.key < b.key ? -1 : 1))
  return {
    place: arrayOf(rows.map((row) => row.place)),
    accountId: arrayOf(rows.map((row) => row.hit.accountId)),
    hour: arrayOf(rows.map((row) => row.hour)),
    renderingId: arrayOf(rows.map((row) => row.hit.renderingId)),
    link: arrayOf(rows.map((row) => row.hit.link)),
    device: textArrayOf(rows.map((row) => row.device)),
    test: arrayOf(rows.map((row) => row.hit.test)),
    isCounted: arrayOf(rows.map((row) => row.isCounted)),
    clicks: arrayOf(rows.map((row) => row.clicks)),
    views: arrayOf(rows.map((row) => row.views)),
    prefetches: arrayOf(rows.map((row) => row.prefetches)),
    bots: arrayOf(rows.map((row) => row.bots)),
  }
}

/** `data` lacks its end: whether the click was the first on its link is known only when the totals are written. */
const eventColumns = (events: readonly Event[], tallies: Tallies) => ({
  accountId: arrayOf(events.map(({ hit }) => hit.accountId)),
  type: textArrayOf(events.map(({ profile }) => (profile.judgement.verdict === 'click' ? 'hit.click' : 'hit.view'))),
  test: arrayOf(events.map(({ hit }) => hit.test)),
  place: arrayOf(events.map(({ hit, isFirst }) => (isFirst ? tallies.placeOf(hit) : 0))),
  data: textArrayOf(
    events.map(
      ({ hit, profile }) =>
        `{"message_id":"${hit.messageId}","link":${hit.link},"rendering_id":"${hit.renderingId}","at":"${new Date(hit.at).toISOString()}",${profile.event}`,
    ),
  ),
})
