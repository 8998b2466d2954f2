import type { Campaign } from '../../../src/contract/campaigns.ts'
import type { SendResponse } from '../../../src/contract/messages.ts'

/** What was handed to the server, in its own words. */
export type SentWhat = { kind: 'campaign'; campaign: Campaign; count: number } | { kind: 'messages'; answer: SendResponse }
