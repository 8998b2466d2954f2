import { arrayOf, textArrayOf } from '../../platform/arrayLiteral.ts'
import { countryOfNetwork } from './countries.ts'
import { formatNetwork } from './network.ts'
import { Places, type Place } from './places.ts'
import { Profiles, type Profile } from './profiles.ts'
import type { HitRecord } from './record.ts'
import { RULES_VERSION, type Verdict } from './verdict.ts'

/**
 * A batch of hits as the columns of the statement that stores them, each an array in PostgreSQL's text form. What many hits share stands
 * in two lists, to which the hits point: a hit then costs seven values, and PostgreSQL adds up faster than we could.
 */
export type Batch = {
  verdicts: VerdictCounts
  hits: ReturnType<typeof hitColumns>
  places: ReturnType<typeof placeColumns>
  profiles: ReturnType<typeof profileColumns>
}

export type VerdictCounts = Record<Verdict, number>

type Judged = { hit: HitRecord; place: Place; profile: Profile; isAlone: boolean }

/** What is special about messages of a batch. `unsent`: never claimed, so nobody can have tapped. `erased`: their person was erased. */
export type Special = { unsent: ReadonlySet<number>; erased: ReadonlySet<number> }

/**
 * Puts hits into the order of their messages, those of a message as they came: what they are written to is then found beside what was
 * written just before.
 */
export const inOrder = (hits: readonly HitRecord[]): HitRecord[] => [...hits].sort((a, b) => a.messageId - b.messageId)

/** Judges hits, which are in order. A hit of an erased person is judged by all that it shows, and stored without what could lead to somebody. */
export function createBatch(hits: readonly HitRecord[], { unsent, erased }: Special): Batch {
  const places = new Places()
  const profiles = new Profiles()
  const judged = hits.map((hit, index) => ({
    hit,
    isAlone: isAlone(hit, hits[index - 1], hits[index + 1]),
    place: places.of(hit),
    profile: profiles.of(hit, {
      beforeSend: !hit.aggregate && unsent.has(hit.messageId),
      erased: !hit.aggregate && erased.has(hit.messageId),
    }),
  }))
  const verdicts = { click: 0, view: 0, prefetch: 0, bot: 0 }
  for (const { profile } of judged) verdicts[profile.judgement.verdict]++
  return { verdicts, hits: hitColumns(judged), places: placeColumns(places.rows), profiles: profileColumns(profiles.rows) }
}

/** Whether a hit is the only one of its message, and its link is the one whose row holds the sums. */
const isAlone = (hit: HitRecord, before: HitRecord | undefined, after: HitRecord | undefined): boolean =>
  !hit.aggregate && hit.link === 0 && before?.messageId !== hit.messageId && after?.messageId !== hit.messageId

const hitColumns = (judged: readonly Judged[]) => ({
  at: arrayOf(judged, ({ hit }) => hit.at),
  messageId: arrayOf(judged, ({ hit }) => (hit.aggregate ? null : hit.messageId)),
  number: arrayOf(judged, ({ hit }) => (hit.aggregate ? null : hit.number)),
  network: arrayOf(judged, ({ hit, profile }) => (profile.erased ? null : (formatNetwork(hit.network) ?? null))),
  country: arrayOf(judged, ({ hit }) => countryOfNetwork(hit.network)),
  place: arrayOf(judged, ({ place }) => place.index),
  profile: arrayOf(judged, ({ profile }) => profile.index),
  isAlone: arrayOf(judged, ({ isAlone: is }) => is),
})

const placeColumns = (places: readonly Place[]) => ({
  accountId: arrayOf(places, ({ hit }) => hit.accountId),
  renderingId: arrayOf(places, ({ hit }) => hit.renderingId),
  link: arrayOf(places, ({ hit }) => hit.link),
  codeSpaceId: arrayOf(places, ({ hit }) => (hit.aggregate ? null : hit.codeSpaceId)),
  test: arrayOf(places, ({ hit }) => hit.test),
  answer: arrayOf(places, ({ hit }) => (hit.over ? 410 : 302)),
  overBudget: arrayOf(places, ({ hit }) => hit.overBudget),
})

const profileColumns = (profiles: readonly Profile[]) => ({
  rulesVersion: RULES_VERSION,
  head: arrayOf(profiles, ({ hit }) => hit.head),
  purpose: textArrayOf(profiles, ({ hit }) => hit.purpose),
  userAgent: textArrayOf(profiles, ({ userAgent }) => userAgent),
  beforeSend: arrayOf(profiles, ({ beforeSend }) => beforeSend),
  verdict: textArrayOf(profiles, ({ judgement }) => judgement.verdict),
  reasons: textArrayOf(profiles, ({ judgement }) => textArrayOf(judgement.reasons, (reason) => reason)),
  device: textArrayOf(profiles, ({ judgement }) => judgement.families.device),
  os: textArrayOf(profiles, ({ judgement, erased }) => (erased ? '' : judgement.families.os)),
  browser: textArrayOf(profiles, ({ judgement, erased }) => (erased ? '' : judgement.families.browser)),
  app: textArrayOf(profiles, ({ judgement, erased }) => (erased ? '' : judgement.families.app)),
  event: textArrayOf(profiles, ({ event }) => event),
  erased: arrayOf(profiles, ({ erased }) => erased),
})
