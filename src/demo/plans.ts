import type { z } from 'zod'
import type { Audience } from '../contract/audiences.ts'
import type { experimentDesign } from '../contract/experimentDesign.ts'
import type { ReactionRates } from '../lib/reactions.ts'

/** Groups and segments of the account, by name. */
export type Ids = ReadonlyMap<string, bigint>

/** A text, and how much more or less than the account's ordinary one it moves people. */
export type PlannedText = { text: string; appeal: number }

/**
 * A campaign of the story. `texts`: more than one compete. `rates`: instead of the story's own. `sentUntil`: nothing was sent after it. `sentShare`: so
 * much of it has gone out by now, whatever its pace. `isByDay`: people sleep at
 * night; false where the story may be told at night. `experiment`: how its texts compete.
 */
export type CampaignPlan = {
  name: string
  from: string
  texts: readonly [PlannedText, ...PlannedText[]]
  audience(ids: Ids): Audience
  settings: Record<string, unknown>
  experiment?: z.input<typeof experimentDesign>
  startsAt: Date
  perSecond: number
  failures: number
  sentUntil?: Date
  sentShare?: number
  isByDay?: boolean
  rates?: Partial<ReactionRates>
}
