import type { Estimate } from '../estimate.ts'
import type { Stage } from '../stage.ts'
import { sharesOf, variantsOf } from './variants.ts'

/** What all of a campaign costs: by the shares, or from the cheapest to the dearest variant where that is decided on the way. Micros. */
export type Total = { min: number; typical: number; max: number; currency: string; isDecided: boolean }

/** @returns undefined while the cost of a variant is not known */
export function totalCost({ draft, pieces }: Pick<Stage, 'draft' | 'pieces'>): Total | undefined {
  const costs = pieces.flatMap(({ estimate }) => estimate?.cost ?? [])
  const currency = costs[0]?.currency
  if (currency === undefined || costs.length < pieces.length) return undefined
  const shares = sharesOf(variantsOf(draft))
  const sent = 1 - (draft.design?.holdout_share ?? 0)
  const by = (side: 'min' | 'typical' | 'max') => costs.reduce((sum, cost, at) => sum + cost[side] * (shares[at] ?? 0), 0)
  const isDecided = draft.design !== undefined && draft.design.way !== 'split'
  const of = (micros: number) => micros * sent
  if (!isDecided) return { min: of(by('min')), typical: of(by('typical')), max: of(by('max')), currency, isDecided }
  const all = (side: keyof Omit<NonNullable<Estimate['cost']>, 'currency'>) => costs.map((cost) => cost[side])
  return { min: of(Math.min(...all('min'))), typical: of(by('typical')), max: of(Math.max(...all('max'))), currency, isDecided }
}
