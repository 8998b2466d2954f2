import type { ExperimentDesign } from '../../contract/experimentDesign.ts'
import { AppError } from '../../lib/errors.ts'
import { designFault, MAX_COMPETING, MIN_COMPETING } from '../../lib/experimentLimits.ts'
import type { Db, Transaction } from '../../platform/db.ts'
import { deleteDesign, findExperiment, lockExperiment, writeDesign, type Target } from './store.ts'

/** @throws AppError `experiment_invalid` for what could not be carried out, whoever the recipients are */
export function checkDesign(design: ExperimentDesign, { variants }: { variants: number }): void {
  switch (designFault(design, { variants })) {
    case 'variants':
      throw invalid(
        `An experiment needs ${MIN_COMPETING} to ${MAX_COMPETING} variants, and there ${variants === 1 ? 'is 1' : `are ${variants}`}.`,
        'variants',
      )
    case 'wait_minutes':
      throw invalid(
        `wait_minutes is ${design.wait_minutes}, which is longer than the ${design.deadline_hours} hours until the deadline: there would never be a decision.`,
        'experiment.wait_minutes',
      )
    case 'floor': {
      const floor = design.way === 'continuous' ? design.floor : 0
      throw invalid(
        `The shares do not add up: ${variants} variants with a floor of ${percent(floor)} are ${percent(floor * variants)}. At most ${percent(1 / variants)} is possible.`,
        'experiment.floor',
      )
    }
    case undefined:
  }
}

const percent = (part: number) => `${Math.floor(part * 1_000 + 1e-9) / 10}%`
const invalid = (message: string, field: string) => new AppError('experiment_invalid', message, { field })

export async function findDesign(db: Db, target: Target): Promise<ExperimentDesign | undefined> {
  return (await findExperiment(db, target))?.design
}

/**
 * Gives a campaign that has not begun its design, or takes it away.
 * @param variants how many the campaign has
 * @throws AppError `experiment_invalid`
 */
export async function saveDesign(
  tx: Transaction,
  target: Target,
  { design, variants }: { design: ExperimentDesign | null; variants: number },
): Promise<void> {
  if (design === null) {
    await deleteDesign(tx, target)
    return
  }
  checkDesign(design, { variants })
  await writeDesign(tx, target, design)
}

/** What may be changed of a campaign that has begun depends on its experiment. @throws AppError `experiment_state` */
export async function requireNotRunning(tx: Transaction, target: Target): Promise<void> {
  const phase = (await lockExperiment(tx, target))?.phase
  if (phase !== 'running' && phase !== 'asking') return
  throw new AppError(
    'experiment_state',
    'While an experiment runs, its variants stay as they are: otherwise nobody could tell what the figures are of. Decide it or stop it first.',
    { field: 'variants' },
  )
}
