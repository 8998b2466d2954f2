import type { CountryShare, SampleRecipient } from '../../../src/contract/recipients.ts'
import { spread, type ComposedText } from '../../../src/lib/composedText.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { sidesFor, type Sides } from './measure.ts'

export type Spread = { min: number; typical: number; max: number }
/** What a text comes to for all who get it. `isExact`: each of them was measured, not a sample. */
export type Estimate = {
  recipients: number
  /** Of those measured: who lacks a merge value gets nothing. */
  lacking: SampleRecipient[]
  characters: Spread
  parts: Spread
  before: Spread
  /** Of those measured, how many need UCS-2 by their values alone. */
  ucs2: number
  measured: number
  /** Whose text takes the most parts; its length is shown while somebody writes. */
  longest: SampleRecipient | undefined
  /** Undefined where the price of some of them is not known. */
  cost: (Spread & { currency: string }) | undefined
  isExact: boolean
  /** Whether a part costs the same for all of them. */
  isEvenPrice: boolean
}

type Known = { recipients: readonly SampleRecipient[]; willReceive: number; countries: readonly CountryShare[] }

/** Measures a text for a sample of its recipients and reckons what all of them cost, in millionths of the currency. */
export function estimate(composed: ComposedText, { recipients, willReceive, countries }: Known): Estimate {
  const sides = recipients.map((recipient) => ({ recipient, sides: sidesOrNone(composed, recipient) }))
  const lacking = sides.flatMap((each) => (each.sides === undefined ? [each.recipient] : []))
  const fine = sides.flatMap((each) => (each.sides === undefined ? [] : [{ recipient: each.recipient, sides: each.sides }]))
  const isExact = recipients.length >= willReceive
  const parts = spread(fine.map((each) => each.sides.after.parts))
  return {
    ...{ recipients: isExact ? fine.length : willReceive, lacking, parts, measured: fine.length, isExact },
    characters: spread(fine.map((each) => each.sides.after.units)),
    before: spread(fine.map((each) => each.sides.before.parts)),
    longest: longestOf(fine),
    ucs2: fine.filter((each) => each.sides.after.encoding === 'ucs2').length,
    isEvenPrice: new Set(countries.map(({ price }) => price?.amount)).size === 1,
    cost: isExact ? exactCost(fine, countries) : costOf(parts, countries),
  }
}

type Fine = { recipient: SampleRecipient; sides: Sides }

function longestOf(fine: readonly Fine[]): SampleRecipient | undefined {
  let longest: Fine | undefined
  for (const each of fine) if (longest === undefined || isLonger(each.sides.after, longest.sides.after)) longest = each
  return longest?.recipient
}

const isLonger = (one: Sides['after'], other: Sides['after']): boolean =>
  one.parts > other.parts || (one.parts === other.parts && one.units > other.units)

/** Undefined where a merge value is missing. */
export function sidesOrNone(composed: ComposedText, { values }: Pick<SampleRecipient, 'values'>): Sides | undefined {
  try {
    return sidesFor(composed, values)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

const micros = (amount: string): number => Math.round(Number(amount) * 1e6)

function costOf(parts: Spread, countries: readonly CountryShare[]): Estimate['cost'] {
  const currency = countries[0]?.price?.currency
  const priced = countries.flatMap(({ recipients, price }) => (price === null ? [] : recipients * micros(price.amount)))
  if (currency === undefined || priced.length < countries.length) return undefined
  const perPart = priced.reduce((sum, each) => sum + each, 0)
  return { min: perPart * parts.min, typical: perPart * parts.typical, max: perPart * parts.max, currency }
}

function exactCost(fine: readonly Fine[], countries: readonly CountryShare[]): Estimate['cost'] {
  const prices = new Map(countries.map(({ country, price }) => [country, price]))
  let sum = 0
  for (const { recipient, sides } of fine) {
    const price = prices.get(recipient.country)
    if (price === null || price === undefined) return undefined
    sum += micros(price.amount) * sides.after.parts
  }
  const currency = countries[0]?.price?.currency
  return currency === undefined ? undefined : { min: sum, typical: sum, max: sum, currency }
}
