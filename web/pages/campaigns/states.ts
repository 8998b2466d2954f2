import type { CampaignState } from '../../../src/contract/campaigns.ts'

const all: Readonly<Record<CampaignState, true>> = {
  draft: true,
  scheduled: true,
  running: true,
  paused: true,
  done: true,
  cancelled: true,
}

/** Every state in the order of a campaign's life; a state that is missing is a type error. */
export const campaignStateNames: readonly string[] = Object.keys(all)
