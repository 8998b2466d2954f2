import type { Analysis } from './analyse.ts'
import type { LookInputs } from './inputs.ts'
import type { Figures } from './outcome.ts'

/** What every sentence about figures names. */
export function figuresOfLook({ design, variants }: LookInputs): Figures {
  const { goal } = design
  return {
    goal: goal.kind,
    ...(goal.kind === 'clickers' || goal.name === undefined ? {} : { conversion: goal.name }),
    ...(goal.kind === 'value' ? { currency: goal.currency } : {}),
    watched: variants.reduce((sum, { watched }) => sum + watched, 0),
    least: Math.min(...variants.map(({ watched }) => watched)),
    min_per_variant: design.min_per_variant,
    confidence: design.confidence,
  }
}

/** The same of one variant beside the best of the others. */
export function figuresOfVariant(inputs: LookInputs, analysis: Analysis, variantId: string): Figures {
  const nameOf = (id: string) => inputs.variants.find((variant) => variant.id === id)?.name ?? id
  const own = analysis.variants.find(({ variant_id: id }) => id === variantId)
  const rival = analysis.variants
    .filter(({ variant_id: id, mean }) => id !== variantId && mean !== null)
    .toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0))[0]
  const between = analysis.comparisons.find((one) => one.variant_id === variantId && one.against === rival?.variant_id)
  return {
    ...figuresOfLook(inputs),
    ...{ variant: nameOf(variantId), mean: own?.mean ?? null, probability_best: own?.probability_best ?? null },
    ...{ expected_loss: own?.expected_loss ?? null, variant_watched: inputs.variants.find(({ id }) => id === variantId)?.watched ?? 0 },
    ...{ other: rival === undefined ? null : nameOf(rival.variant_id), other_mean: rival?.mean ?? null },
    ...{ low: between?.low ?? null, high: between?.high ?? null },
  }
}
