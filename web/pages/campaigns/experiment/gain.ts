import type { VariantEvidence } from '../../../../src/contract/experiments.ts'

/**
 * What the shares brought beside an even split, by the means seen so far: messages made of a variant, times how much
 * better it is than the average. Those that were made after the verdict count: they are what it is for.
 * @returns in successes, or in the currency of the goal; undefined where a variant has no figure yet
 */
export function gainOverEven(variants: readonly VariantEvidence[]): number | undefined {
  const known = variants.flatMap(({ made, mean }) => (mean === null ? [] : [{ made, mean }]))
  if (known.length < variants.length || known.length === 0) return undefined
  const average = known.reduce((sum, { mean }) => sum + mean, 0) / known.length
  return known.reduce((sum, { made, mean }) => sum + made * (mean - average), 0)
}
