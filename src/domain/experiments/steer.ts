import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import type { NamedVariant } from './inputs.ts'
import { recordDecision } from './record.ts'
import { beginExperiment, lockExperiment, type ExperimentRow, type Target } from './store.ts'

/** Between the start and the first look. */
const FIRST_LOOK_SECONDS = 15

/** Begins with its campaign; a campaign without an experiment begins without. */
export async function begin(tx: Transaction, target: Target): Promise<void> {
  await beginExperiment(tx, target, { firstLookSeconds: FIRST_LOOK_SECONDS })
}

type By = { actor: string; variants: readonly NamedVariant[] }

/**
 * A person chooses a variant, at any time while it runs: whoever is not drawn yet gets that.
 * @throws AppError `not_found`, `experiment_state`
 */
export const decideByHand = (db: Db, target: Target, { variantId, ...by }: By & { variantId: string }): Promise<void> =>
  change(db, target, {
    ...by,
    work: async (tx, experiment) => {
      if (by.variants.every(({ id }) => id !== variantId))
        throw new AppError('not_found', `Campaign ${target.campaignId} has no variant ${variantId}.`, { field: 'variant_id' })
      const inputs = { kind: 'by_hand', variant_id: variantId, variants: by.variants } as const
      await recordDecision(tx, experiment, { inputs, actor: by.actor, nextLookAt: new Date() })
      await audit(tx, target, { action: 'experiment.decided', actor: by.actor, data: { variant_id: variantId } })
    },
  })

/**
 * Ends an experiment without a winner: whoever is not drawn yet is sent to by the weights of the variants.
 * @throws AppError `not_found`, `experiment_state`
 */
export const stopExperiment = (db: Db, target: Target, by: By): Promise<void> =>
  change(db, target, {
    ...by,
    work: async (tx, experiment) => {
      await recordDecision(tx, experiment, {
        inputs: { kind: 'stopped', variants: by.variants },
        actor: by.actor,
        nextLookAt: new Date(),
      })
      await audit(tx, target, { action: 'experiment.stopped', actor: by.actor })
    },
  })

/** With its campaign, in the same transaction. What was sent is looked at for a while. */
export async function endByCancel(tx: Transaction, target: Target, { actor, variants }: By): Promise<void> {
  const experiment = await lockExperiment(tx, target)
  if (experiment === undefined || !isOpen(experiment)) return
  await recordDecision(tx, experiment, { inputs: { kind: 'cancelled', variants }, actor, nextLookAt: null })
}

const isOpen = ({ phase }: ExperimentRow) => phase === 'running' || phase === 'asking'

type Work = (tx: Transaction, experiment: ExperimentRow) => Promise<void>

const change = (db: Db, target: Target, { work }: By & { work: Work }): Promise<void> =>
  inTransaction(db, async (tx) => {
    const experiment = await lockExperiment(tx, target)
    if (experiment === undefined) throw new AppError('not_found', `Campaign ${target.campaignId} has no experiment.`)
    if (!isOpen(experiment)) throw new AppError('experiment_state', refusal(experiment))
    await work(tx, experiment)
  })

function refusal({ campaignId, phase }: ExperimentRow): string {
  switch (phase) {
    case 'draft':
      return `The experiment of campaign ${campaignId} has not begun: start the campaign first.`
    default:
      return `The experiment of campaign ${campaignId} is decided already.`
  }
}

const audit = (
  tx: Transaction,
  { accountId, campaignId }: Target,
  { action, actor, data }: { action: string; actor: string; data?: Record<string, unknown> },
) => appendAudit(tx, { accountId, actor, action, subject: `campaign:${campaignId}`, ...(data === undefined ? {} : { data }) })
