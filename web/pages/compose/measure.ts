import { adviseOn, type Advice } from '../../../src/lib/advice.ts'
import {
  composeText,
  fieldsToFill,
  placeholders,
  renderSample,
  renderWritten,
  requireText,
  type ComposedText,
} from '../../../src/lib/composedText.ts'
import { checkForm } from '../../../src/lib/destinationForm.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { forcingCharacters, type ForcingCharacter } from '../../../src/lib/forcing.ts'
import { CODE_LENGTH, linkPrefix, MAC_LENGTH, type LinkForm } from '../../../src/lib/shortLinks.ts'
import { countParts, type Parts } from '../../../src/lib/segments.ts'
import { parseTemplate, type Template, type Values } from '../../../src/lib/template.ts'
import type { Surroundings } from './surroundings.ts'

/** A text and how it is to be sent. */
export type Wish = {
  text: string
  isTracking: boolean
  untracked: readonly number[]
  shortDomain: string | undefined
  linkForm: LinkForm | undefined
  utm: Readonly<Record<string, string>>
  linkUtm: readonly { at: number; utm: Readonly<Record<string, string>> }[]
}

/** A link as it stands in the text; `tracked` false and `shortLength` undefined where it stays as written. */
export type DraftLink = {
  position: number
  written: string
  start: number
  end: number
  kind: 'tracked' | 'plain' | 'opt_out'
  /** Undefined where a merge value says it, and for opt-out links. */
  destination: string | undefined
  shortLength: number | undefined
}

export type Measured =
  | {
      kind: 'composed'
      composed: ComposedText
      links: DraftLink[]
      fields: Template['fields']
      forcing: ForcingCharacter[]
      example: Sides
    }
  | { kind: 'empty' }
  | { kind: 'refused'; error: AppError }

/** A text for one recipient with the links as written, and as it will be sent. */
export type Sides = { before: Parts; after: Parts; text: string }

/**
 * Measures a text as the server does that sends it: the same code, on what the account says. Only what lies in the server is left to it:
 * whether a destination is private, and short domains of others.
 */
export function measure(wish: Wish, surroundings: Surroundings): Measured {
  if (wish.text.trim() === '') return { kind: 'empty' }
  try {
    requireText(wish.text)
    const template = parseTemplate(wish.text)
    const composed = composeText(template, planOptions(template, wish, surroundings))
    return {
      ...{ kind: 'composed', composed, fields: fieldsToFill(template), links: describeLinks(composed) },
      forcing: forcingOutsideLinks(wish.text, composed),
      example: sidesFor(composed, placeholders(template)),
    }
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', error }
    throw error
  }
}

/** @throws AppError merge_value_missing for a field without value and fallback, as sending would */
export function sidesFor(composed: ComposedText, values: Values): Sides {
  const text = renderSample(composed, values)
  return { before: countParts(renderWritten(composed, values)), after: countParts(text), text }
}

/** The advice for a text whose usual length is known. */
export const adviceFor = (composed: ComposedText, { before, after }: Pick<Sides, 'before' | 'after'>): Advice[] =>
  adviseOn(composed, { before: before.parts, after: after.parts, encoding: after.encoding })

/** The short domain that a message gets. */
export const domainOf = ({ shortDomain }: Pick<Wish, 'shortDomain'>, { domains }: Pick<Surroundings, 'domains'>) =>
  domains.find((domain) => (shortDomain === undefined ? domain.default : domain.host === shortDomain)) ?? domains[0]

/** What each person's opt-out link takes. */
export function optOutLength(wish: Pick<Wish, 'shortDomain' | 'linkForm'>, surroundings: Surroundings): number {
  const domain = domainOf(wish, surroundings)
  const prefix = domain === undefined ? '' : linkPrefix(domain, wish.linkForm ?? surroundings.linkForm)
  return prefix.length + CODE_LENGTH + MAC_LENGTH
}

function planOptions(template: Template, wish: Wish, { tracking, linkForm, utm, mergeFieldsInUrls, domains }: Surroundings) {
  const domain = domainOf(wish, { domains }) ?? { host: 'short.example', scheme: 'https' as const }
  const ownHosts = new Set(domains.map(({ host }) => host))
  return {
    isTracking: wish.isTracking && tracking !== 'off',
    untracked: new Set(template.links.flatMap(({ position, start }) => (wish.untracked.includes(start) ? position : []))),
    mergeFieldsInUrls,
    check: (destination: string) => checkForm(destination, { ownHosts }),
    utm: { ...utm, ...wish.utm },
    linkUtm: new Map(
      template.links.flatMap(({ position, start }) => wish.linkUtm.flatMap((each) => (each.at === start ? [[position, each.utm]] : []))),
    ),
    prefix: linkPrefix(domain, wish.linkForm ?? linkForm),
  }
}

function describeLinks({ template, plans, sampleLink, sampleOptOutLink }: ComposedText): DraftLink[] {
  return template.links.map(({ position, written, start, end }) => {
    const { kind = 'plain', destinationKind, destination } = plans[position] ?? {}
    const lengths = { tracked: sampleLink.length, opt_out: sampleOptOutLink.length, plain: undefined }
    const isKnown = kind !== 'opt_out' && destinationKind !== 'value'
    return { position, written, start, end, kind, destination: isKnown ? destination : undefined, shortLength: lengths[kind] }
  })
}

/** What a short link takes the place of forces nothing. */
function forcingOutsideLinks(text: string, { template, plans }: ComposedText): ForcingCharacter[] {
  const replaced = template.links.filter(({ position }) => plans[position]?.kind !== 'plain')
  return forcingCharacters(text).filter(({ index }) => !replaced.some(({ start, end }) => index >= start && index < end))
}
