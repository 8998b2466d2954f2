import type { CampaignReport } from '../contract/campaignReport.ts'
import type { Decision, Experiment, ExperimentLook } from '../contract/experiments.ts'
import type { VariantRow } from '../domain/campaigns/store.ts'
import { sharesOf } from '../domain/experiments/draw.ts'
import { sentenceOf } from '../domain/experiments/sentence.ts'
import {
  findExperiment,
  HELD_OUT,
  listDecisions,
  listDraws,
  type DecisionRow,
  type ExperimentRow,
  type Target,
} from '../domain/experiments/store.ts'
import type { Db } from '../platform/db.ts'

/** An experiment with what was found at the last look. */
export function viewExperiment(
  row: ExperimentRow,
  { variants, verdict }: { variants: readonly VariantRow[]; verdict: DecisionRow | undefined },
): Experiment {
  const [control] = variants
  if (control === undefined) throw new Error('A campaign has at least one variant')
  return {
    ...{
      campaign_id: String(row.campaignId),
      design: row.design,
      phase: row.phase,
      control_id: String(control.id),
      is_waiting: row.isWaiting,
    },
    shares: row.shares ?? sharesOf(variants),
    ...{
      started_at: iso(row.startedAt),
      deadline_at: iso(row.deadlineAt),
      looked_at: iso(row.lookedAt),
      next_look_at: iso(row.nextLookAt),
    },
    watch_minutes: row.watchSeconds === null ? null : row.watchSeconds / 60,
    // A look of an earlier version has fewer figures.
    ...{ ...emptyLook(row, variants), ...row.look },
    verdict: verdict === undefined ? null : viewVerdict(verdict),
    decisions: row.decisions,
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

/** Before the first look. */
function emptyLook({ design }: ExperimentRow, variants: readonly VariantRow[]): ExperimentLook {
  return {
    variants: variants.map(({ id, name }) => ({
      ...{ variant_id: String(id), name, drawn: 0, made: 0, sent: 0, watched: 0, successes: 0, left_out: 0 },
      ...{ value: design.goal.kind === 'value' ? '0.00' : null, mean: null, low: null, high: null },
      ...{ probability_best: null, expected_loss: null },
    })),
    ...{ comparisons: [], sample_ratio: null, holdout: null, gain: null },
  }
}

const viewVerdict = ({ number, at, outcome }: DecisionRow): NonNullable<Experiment['verdict']> => ({
  ...{ reason: outcome.reason, variant_id: outcome.variant_id, decision: number, at: at.toISOString() },
  ...{ detail: sentenceOf(outcome), figures: outcome.figures },
})

export const viewDecision = ({ number, at, actor, inputs, outcome }: DecisionRow): Decision => ({
  ...{ number, at: at.toISOString(), by: actor, reason: outcome.reason, variant_id: outcome.variant_id, shares: outcome.shares },
  ...{ detail: sentenceOf(outcome), figures: outcome.figures, beliefs: outcome.beliefs, inputs: { ...inputs } },
})

/** What a report says of it; null: the variants do not compete. */
export async function readExperimentPart(db: Db, target: Target): Promise<CampaignReport['experiment']> {
  const row = await findExperiment(db, target)
  if (row === undefined) return null
  const verdict = await findVerdict(db, row)
  const heldOut = (await listDraws(db, target)).reduce((sum, { variantId, drawn }) => sum + (variantId === HELD_OUT ? drawn : 0), 0)
  return {
    ...{ phase: row.phase, reason: verdict?.outcome.reason ?? null, variant_id: verdict?.outcome.variant_id ?? null },
    ...{ detail: verdict === undefined ? null : sentenceOf(verdict.outcome), held_out: heldOut },
  }
}

/** The decision that ended it, if one has. */
export async function findVerdict(db: Db, row: ExperimentRow): Promise<DecisionRow | undefined> {
  if (row.verdict === null) return undefined
  const [verdict] = await listDecisions(db, row, { before: row.verdict + 1, limit: 1 })
  return verdict
}
