import { coarseAgent } from './coarseAgent.ts'
import { judgeHit, type Judgement } from './judge.ts'
import type { HitRecord } from './record.ts'

/** What many hits of a batch share: all that follows from user agent and headers. `index` counts from 1. */
export type Profile = { index: number; hit: HitRecord; userAgent: string; judgement: Judgement; event: string } & Circumstances

/** What a hit's message adds to it. */
export type Circumstances = { beforeSend: boolean; erased: boolean }

/** Judges each combination of a batch once; twenty user agents make most of the traffic. */
export class Profiles {
  readonly #byAgent = new Map<string, Profile[]>()
  readonly rows: Profile[] = []

  of(hit: HitRecord, circumstances: Circumstances): Profile {
    let profiles = this.#byAgent.get(hit.userAgent)
    if (profiles === undefined) {
      profiles = []
      this.#byAgent.set(hit.userAgent, profiles)
    }
    for (const profile of profiles) if (isSame(profile, hit, circumstances)) return profile
    const profile = createProfile(hit, { ...circumstances, index: this.rows.length + 1 })
    profiles.push(profile)
    this.rows.push(profile)
    return profile
  }
}

const isSame = (profile: Profile, hit: HitRecord, { beforeSend, erased }: Circumstances) =>
  profile.hit.head === hit.head &&
  profile.hit.purpose === hit.purpose &&
  profile.hit.aggregate === hit.aggregate &&
  profile.beforeSend === beforeSend &&
  profile.erased === erased

function createProfile(hit: HitRecord, { beforeSend, erased, index }: Circumstances & { index: number }): Profile {
  const judgement = judgeHit({ method: hit.head ? 'HEAD' : 'GET', purpose: hit.purpose, userAgent: hit.userAgent, beforeSend })
  const { verdict, reasons, families } = judgement
  // The part of an event that its hits share, without braces.
  const event = JSON.stringify({ verdict, reasons, ...families }).slice(1, -1)
  const userAgent = erased ? '' : hit.aggregate ? coarseAgent(hit.userAgent) : hit.userAgent
  return { index, hit, userAgent, beforeSend, erased, judgement, event }
}
