import { AppError } from './errors.ts'
import { OPT_OUT_FIELD, planLinks, type LinkPlan, type PlanOptions } from './linkPlans.ts'
import { CODE_LENGTH, MAC_LENGTH } from './shortLinks.ts'
import { hasControlCharacters, renderText, type Template, type Values } from './template.ts'

/** What is known of a person: from the most to the least. */
export type Tracking = 'full' | 'aggregate' | 'off'

/** Modes from the most to the least that is known of a person; a message may ask for less than its account, never for more. */
export const trackingModes: readonly Tracking[] = ['full', 'aggregate', 'off']

/**
 * A text with its links planned. `sampleLink` and `sampleOptOutLink` are what every short link of it looks like in length: the prefix and
 * as many characters as a code has, and an opt-out link with its proof.
 */
export type ComposedText = { template: Template; plans: LinkPlan[]; sampleLink: string; sampleOptOutLink: string }

/**
 * Plans the links of a parsed text. The server and the composer of the web app both come here, so that what is shown is what is sent.
 * @param prefix of its short links, from `linkPrefix`
 * @throws AppError as `planLinks`
 */
export function composeText(template: Template, { prefix, ...options }: PlanOptions & { prefix: string }): ComposedText {
  const sampleLink = prefix + '0'.repeat(CODE_LENGTH)
  return { template, plans: planLinks(template, options), sampleLink, sampleOptOutLink: sampleLink + '0'.repeat(MAC_LENGTH) }
}

/** @throws AppError for a text that nobody can be sent, whatever stands in it otherwise */
export function requireText(text: string): void {
  if (hasControlCharacters(text))
    throw new AppError('template_invalid', 'The text holds control characters: remove them.', { field: 'text' })
  if (text.trim() === '') throw new AppError('text_empty', 'The text is empty: write at least one character.', { field: 'text' })
}

/** The text with short links of the true length in place of those to come. */
export function renderSample({ template, plans, sampleLink, sampleOptOutLink }: ComposedText, values: Values): string {
  const samples = { tracked: sampleLink, opt_out: sampleOptOutLink, plain: undefined }
  return renderText(template, { values, linkText: (position) => samples[plans[position]?.kind ?? 'plain'] })
}

/** With the links as written. An opt-out link has no such form: it is there from the start. */
export const renderWritten = ({ template, plans, sampleOptOutLink }: ComposedText, values: Values): string =>
  renderText(template, { values, linkText: (position) => (plans[position]?.kind === 'opt_out' ? sampleOptOutLink : undefined) })

/** Fields without a fallback stand for themselves, so that a draft can be measured before it has a recipient. */
export const placeholders = (template: Template): Record<string, string> =>
  Object.fromEntries(template.fields.flatMap(({ name, fallback }) => (fallback === undefined ? [[name, `{${name}}`]] : [])))

/** The merge fields that need a value: the opt-out link makes its own. */
export const fieldsToFill = ({ fields }: Template): Template['fields'] => fields.filter(({ name }) => name !== OPT_OUT_FIELD)

/** Smallest, median and largest of some numbers; zeros of none. */
export function spread(values: readonly number[]): { min: number; typical: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: sorted[0] ?? 0, typical: sorted[sorted.length >> 1] ?? 0, max: sorted.at(-1) ?? 0 }
}
