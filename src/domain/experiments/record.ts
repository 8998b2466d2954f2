import type { Transaction } from '../../platform/db.ts'
import { appendNotice } from '../notices.ts'
import { appendEvents } from '../outbox.ts'
import { decide } from './decide.ts'
import type { Inputs } from './inputs.ts'
import { isVerdict, type Outcome } from './outcome.ts'
import { sentenceOf } from './sentence.ts'
import { insertDecision, writeOutcome, type ExperimentRow } from './store.ts'

/** By whom a decision was made that nobody made. */
export const BY_ITSELF = 'tapline'

/**
 * Makes a decision and records it with all that it was made from, in the transaction that holds the experiment: it stands whole or not at all,
 * and no two have the same number.
 */
export async function recordDecision(
  tx: Transaction,
  experiment: ExperimentRow,
  { inputs, actor, nextLookAt }: { inputs: Inputs; actor: string; nextLookAt: Date | null },
): Promise<Outcome> {
  const outcome = decide(inputs)
  const number = experiment.decisions + 1
  await insertDecision(tx, experiment, { number, actor, inputs, outcome })
  await writeOutcome(tx, experiment, { number, outcome, nextLookAt })
  await tell(tx, experiment, { number, actor, outcome })
  return outcome
}

async function tell(
  tx: Transaction,
  { accountId, campaignId }: ExperimentRow,
  { number, actor, outcome }: { number: number; actor: string; outcome: Outcome },
): Promise<void> {
  const detail = sentenceOf(outcome)
  const { reason, variant_id: variantId, phase, shares } = outcome
  const data = { campaign_id: String(campaignId), ...(variantId === null ? {} : { variant_id: variantId }) }
  await appendEvents(tx, [{ accountId, type: 'experiment.decided', test: false, data: { ...data, number, reason, phase, detail, shares } }])
  // What a person did itself is no news.
  if (actor !== BY_ITSELF || !isVerdict(outcome)) return
  const kind = phase === 'asking' ? 'experiment.asking' : 'experiment.decided'
  await appendNotice(tx, { accountId, kind, subject: `campaign:${campaignId}`, text: detail })
}
