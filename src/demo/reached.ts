import type { Network } from '../domain/tracking/network.ts'
import type { HitRecord } from '../domain/tracking/record.ts'
import type { Made } from './made.ts'

/** A message that has reached somebody. `links`: places of its tracked links; `text`: as the phone got it. */
export type Reached = { made: Made; sentAt: Date; deliveredAt: Date; links: readonly number[]; text: string; test: boolean }

/** A request for a link of a message. */
export type Given = { link: number; userAgent: string; network?: Network; head?: boolean; purpose?: HitRecord['purpose'] }
export type HitAt = (at: Date, given: Given) => HitRecord
