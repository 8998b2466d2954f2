import type { VariantEvidence } from '../../../../src/contract/experiments.ts'

/**
 * What the shares brought beside an even split, by the means seen so far: sent of a variant, times how much better it is than the average.
 * @returns in successes, or in the currency of the goal; undefined where a variant has no figure yet
 */
export function gainOverEven(variants: readonly VariantEvidence[]): number | undefined {
  const known = variants.flatMap(({ sent, mean }) => (mean === null ? [] : [{ sent, mean }]))
  if (known.length < variants.length || known.length === 0) return undefined
  const average = known.reduce((sum, { mean }) => sum + mean, 0) / known.length
  return known.reduce((sum, { sent, mean }) => sum + sent * (mean - average), 0)
}
