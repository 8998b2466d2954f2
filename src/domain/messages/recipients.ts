import type { SendRequest } from '../../contract/messages.ts'
import { renderSample } from '../../lib/composedText.ts'
import { AppError, type ErrorCode } from '../../lib/errors.ts'
import { checkDestination } from '../../lib/destination.ts'
import { acceptedUrl, OPT_OUT_FIELD, utmOf } from '../../lib/linkPlans.ts'
import { parsePhone } from '../../lib/phone.ts'
import { countParts, type Parts } from '../../lib/segments.ts'
import { destinationOf, hasControlCharacters } from '../../lib/template.ts'
import { withUtm } from '../../lib/utm.ts'
import { priceMessage, type PriceTable } from '../routing/prices.ts'
import type { Composition } from './compose.ts'

/** Parts that one message may have; more are refused by most carriers. */
export const MAX_PARTS = 10

/** A recipient of a request. */
export type Recipient = { to: string; values: Record<string, string>; reference: string | undefined }

/** A recipient whose message can be sent: measured and priced. `values`: only what the template uses, whole URLs normalised. */
export type Prepared = {
  kind: 'prepared'
  to: string
  phone: string
  country: string | undefined
  values: Record<string, string>
  reference: string | undefined
  parts: Parts
  priceMicros: bigint | undefined
}
export type Refused = { kind: 'refused'; to: string; code: ErrorCode; detail: string; error: AppError }

type To = SendRequest['to']

/** The recipients of a request in one form; a recipient's own values come before those for all. */
export function listRecipients(to: To, shared: SendRequest['values']): Recipient[] {
  return (Array.isArray(to) ? to : [to]).map((entry) => {
    const recipient = typeof entry === 'string' ? { phone: entry } : entry
    return { to: recipient.phone, values: asTexts({ ...shared, ...recipient.values }), reference: recipient.reference }
  })
}

const asTexts = (values: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

/** Prepares each recipient by itself, so that a bad one does not sink the rest; a number counts once per request. */
export function prepareRecipients(
  composition: Composition,
  recipients: readonly Recipient[],
  prices: PriceTable | undefined,
): (Prepared | Refused)[] {
  const seen = new Set<string>()
  return recipients.map((recipient) => {
    try {
      const prepared = prepare(composition, recipient, prices)
      if (seen.has(prepared.phone))
        throw new AppError('recipient_duplicate', `${prepared.phone} stands in the request more than once: it is sent to once.`, {
          field: 'to',
        })
      seen.add(prepared.phone)
      return prepared
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { kind: 'refused', to: recipient.to, code: error.code, detail: error.message, error }
    }
  })
}

function prepare(composition: Composition, recipient: Recipient, prices: PriceTable | undefined): Prepared {
  const { phone, country } = checkPhone(recipient.to, composition)
  const values = checkValues(composition, recipient.values)
  const parts = countParts(renderSample(composition, values))
  if (parts.parts > MAX_PARTS)
    throw new AppError('text_too_long', `The text takes ${parts.parts} parts for ${phone}: at most ${MAX_PARTS} are possible.`, {
      field: 'text',
    })
  return {
    kind: 'prepared',
    to: recipient.to,
    phone,
    country,
    values,
    reference: recipient.reference,
    parts,
    priceMicros: priceMessage(prices, { country, parts: parts.parts }),
  }
}

function checkPhone(input: string, { settings }: Composition): { phone: string; country: string | undefined } {
  const parsed = parsePhone(input, settings.defaultCountry ?? undefined)
  if (parsed.kind === 'invalid') throw new AppError('phone_invalid', parsed.message, { field: 'to' })
  if (parsed.mobile === false)
    throw new AppError('phone_not_mobile', `${parsed.phone} is no mobile number and cannot get an SMS.`, { field: 'to' })
  return { phone: parsed.phone, country: parsed.country }
}

/** Keeps the values that the template uses; checks and completes those that lead somewhere. */
export function checkValues({ template, plans, rules, ...utm }: Composition, given: Record<string, string>): Record<string, string> {
  const values: Record<string, string> = {}
  for (const { name } of template.fields) {
    const value = given[name]
    if (value === undefined || name === OPT_OUT_FIELD) continue
    if (hasControlCharacters(value))
      throw new AppError('merge_value_invalid', `The value of {${name}} holds control characters: remove them.`, { field: 'values' })
    values[name] = value
  }
  for (const link of template.links) {
    const plan = plans[link.position]
    if (plan?.kind !== 'tracked' || plan.destinationKind === 'fixed') continue
    const url = acceptedUrl(checkDestination(destinationOf(link, values), rules), link.written)
    if (plan.destinationKind === 'value') values[plan.destination] = withUtm(url, utmOf(utm, link.position))
  }
  return values
}
