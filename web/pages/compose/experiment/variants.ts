import type { Campaign } from '../../../../src/contract/campaigns.ts'
import { MAX_WEIGHT } from '../../../../src/lib/experimentLimits.ts'
import { withText, type Draft, type Side, type Variant } from '../draft.ts'

/** All variants of a draft; the first one stands in the draft itself. */
export const variantsOf = ({ first, text, untracked, linkUtm, rivals }: Draft): readonly Variant[] => [
  { ...first, text, untracked, linkUtm },
  ...rivals,
]

/** The draft with these variants; there is always a first one. */
export function withVariants(draft: Draft, [first, ...rivals]: readonly Variant[]): Draft {
  if (first === undefined) return draft
  const { text, untracked, linkUtm, ...side } = first
  return { ...draft, text, untracked, linkUtm, first: side, rivals }
}

/** The draft as if one of its variants were all of it. */
export const facing = (draft: Draft, { text, untracked, linkUtm, from }: Variant): Draft => ({
  ...{ ...draft, text, untracked, linkUtm, rivals: [] },
  from: from ?? draft.from,
})

/** The draft with one variant changed. */
export const withVariant = (draft: Draft, key: string, change: (variant: Variant) => Variant): Draft =>
  withVariants(
    draft,
    variantsOf(draft).map((variant) => (variant.key === key ? change(variant) : variant)),
  )

/** Another text of one variant: its links stay as they were where they are still there. */
export const withVariantText = (draft: Draft, key: string, text: string): Draft =>
  withVariant(draft, key, (variant) => {
    const { untracked, linkUtm } = withText(facing(draft, variant), text)
    return { ...variant, text, untracked, linkUtm }
  })

/** What is changed of a text belongs to its variant, all else to the whole draft. */
export function changeFacing(draft: Draft, key: string, { text, untracked, linkUtm, ...rest }: Partial<Draft>): Draft {
  const own = {
    ...(text === undefined ? {} : { text }),
    ...(untracked === undefined ? {} : { untracked }),
    ...(linkUtm === undefined ? {} : { linkUtm }),
  }
  return withVariant({ ...draft, ...rest }, key, (variant) => ({ ...variant, ...own }))
}

/** A further variant behind the others: a copy of the one with a key, or without a text. Shares that somebody wrote leave it what is left. */
export function withCopy(draft: Draft, key: string | undefined): Draft {
  const variants = variantsOf(draft)
  const of = variants.find((variant) => variant.key === key)
  const isEven = variants.every(({ weight, percent }) => percent === undefined && weight === variants[0]?.weight)
  const settled = isEven ? variants : inPercent(variants)
  const left = 1_000 - sumOf(settled)
  const { text, untracked, linkUtm, from } = of ?? { text: '', untracked: [], linkUtm: [], from: undefined }
  const added = { key: freeKey(variants), name: freeName(variants), weight: variants[0]?.weight ?? 1, text, untracked, linkUtm, from }
  return withVariants(draft, [...settled, isEven ? added : { ...added, percent: Math.max(0, left) / 10 }])
}

export const without = (draft: Draft, key: string): Draft =>
  withVariants(
    draft,
    variantsOf(draft).filter((variant) => variant.key !== key),
  )

/** Names that nobody has chosen are letters. */
function freeName(variants: readonly Variant[]): string {
  const taken = new Set(variants.map(({ name }) => name))
  return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find((letter) => !taken.has(letter)) ?? '?'
}
function freeKey(variants: readonly Variant[]): string {
  const taken = new Set(variants.map(({ key }) => key))
  let at = 1
  while (taken.has(`new${at}`)) at++
  return `new${at}`
}

/** The part of each in 1, by what is written or else by the weights. */
export function sharesOf(variants: readonly Side[]): number[] {
  if (variants.some(({ percent }) => percent !== undefined)) return variants.map(({ percent }) => (percent ?? 0) / 100)
  const sum = variants.reduce((all, { weight }) => all + weight, 0)
  return variants.map(({ weight }) => weight / sum)
}

/** With one share as it is written; the others get theirs as they are shown. */
export const withPercent = (variants: readonly Variant[], key: string, percent: number | null): Variant[] =>
  inPercent(variants).map((variant) => (variant.key === key ? { ...variant, percent } : variant))

/** The same share for each. */
export const evenly = (variants: readonly Variant[]): Variant[] =>
  variants.map((variant) => {
    const { percent: _, ...rest } = variant
    return { ...rest, weight: 1 }
  })

/** Shares as numbers with one decimal that add up: what rounding leaves over goes to those that lost most by it. */
export function inPercent(variants: readonly Variant[]): Variant[] {
  if (variants.some(({ percent }) => percent !== undefined)) return [...variants]
  const exact = sharesOf(variants).map((share) => share * 1_000)
  const tenths = exact.map(Math.floor)
  const left = 1_000 - tenths.reduce((sum, each) => sum + each, 0)
  const order = exact.map((value, at) => ({ at, lost: value - Math.floor(value) })).toSorted((a, b) => b.lost - a.lost)
  for (const { at } of order.slice(0, left)) tenths[at] = (tenths[at] ?? 0) + 1
  return variants.map((variant, at) => ({ ...variant, percent: (tenths[at] ?? 0) / 10 }))
}

const tenthsOf = ({ percent }: Side): number => Math.round((percent ?? 0) * 10)
const sumOf = (variants: readonly Side[]): number => variants.reduce((sum, each) => sum + tenthsOf(each), 0)

export type ShareFault = { kind: 'none'; names: readonly string[] } | { kind: 'sum'; percent: number }

/** Why the shares cannot be as they are; undefined: they add up. */
export function shareFault(variants: readonly Side[]): ShareFault | undefined {
  if (variants.every(({ percent }) => percent === undefined)) return undefined
  const sum = sumOf(variants)
  if (sum !== 1_000) return { kind: 'sum', percent: sum / 10 }
  const names = variants.flatMap((each) => (tenthsOf(each) < 1 || tenthsOf(each) > MAX_WEIGHT ? each.name : []))
  return names.length === 0 ? undefined : { kind: 'none', names }
}

/** What the API takes as the weight. */
export const weightOf = (side: Side): number => (side.percent === undefined ? side.weight : tenthsOf(side))

/** The variants of a campaign as the composer writes them. */
export const variantsFrom = ({ variants }: Campaign, linkStartsOf: (text: string) => number[]): Variant[] =>
  variants.map(({ id, name, text, links, weight, from }) => {
    const starts = linkStartsOf(text)
    return {
      ...{ key: id, name, text, weight, from: from ?? undefined },
      untracked: links.flatMap(({ position, tracked }) => (tracked ? [] : (starts[position] ?? []))),
      linkUtm: links.flatMap(({ position, utm }) => {
        const at = starts[position]
        return utm === undefined || at === undefined ? [] : [{ at, utm }]
      }),
    }
  })
