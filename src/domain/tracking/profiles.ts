import { coarseAgent } from './coarseAgent.ts'
import { judgeHit, type Judgement } from './judge.ts'
import type { HitRecord } from './record.ts'

/** What many hits of a batch share: all that follows from user agent and headers. `index` counts from 1. */
export type Profile = { index: number; hit: HitRecord; userAgent: string; beforeSend: boolean; judgement: Judgement; event: string }

/** Judges each combination of a batch once; twenty user agents make most of the traffic. */
export class Profiles {
  readonly #byAgent = new Map<string, Profile[]>()
  readonly rows: Profile[] = []

  of(hit: HitRecord, beforeSend: boolean): Profile {
    let profiles = this.#byAgent.get(hit.userAgent)
    if (profiles === undefined) {
      profiles = []
      this.#byAgent.set(hit.userAgent, profiles)
    }
    for (const profile of profiles) if (isSame(profile, hit, beforeSend)) return profile
    const profile = createProfile(hit, { beforeSend, index: this.rows.length + 1 })
    profiles.push(profile)
    this.rows.push(profile)
    return profile
  }
}

const isSame = (profile: Profile, hit: HitRecord, beforeSend: boolean) =>
  profile.hit.head === hit.head &&
  profile.hit.purpose === hit.purpose &&
  profile.hit.aggregate === hit.aggregate &&
  profile.beforeSend === beforeSend

function createProfile(hit: HitRecord, { beforeSend, index }: { beforeSend: boolean; index: number }): Profile {
  const judgement = judgeHit({ method: hit.head ? 'HEAD' : 'GET', purpose: hit.purpose, userAgent: hit.userAgent, beforeSend })
  const { verdict, reasons, families } = judgement
  // The part of an event that its hits share, without braces.
  const event = JSON.stringify({ verdict, reasons, ...families }).slice(1, -1)
  return { index, hit, userAgent: hit.aggregate ? coarseAgent(hit.userAgent) : hit.userAgent, beforeSend, judgement, event }
}
