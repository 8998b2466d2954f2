import type { PreviewRequest, PreviewResponse } from '../../contract/messages.ts'
import { formatMicros } from '../../contract/fields.ts'
import { adviseOn } from '../../lib/advice.ts'
import { fieldsToFill, placeholders, renderSample, renderWritten, spread } from '../../lib/composedText.ts'
import { forcingCharacters } from '../../lib/forcing.ts'
import { countParts } from '../../lib/segments.ts'
import type { Db } from '../../platform/db.ts'
import { loadPrices, priceMessage, type PriceTable } from '../routing/prices.ts'
import { adviceSentence } from './advice.ts'
import { compose, type Composition } from './compose.ts'
import { listRecipients, prepareRecipients, type Prepared } from './recipients.ts'

/** A recipient's text with the links as written and as it will be sent. */
type Sample = { before: string; after: string; country: string | undefined }

/**
 * Measures a text for a sample of recipients, before and after shortening, with the code that sends it.
 * Without a sample the fallback values stand in, and the price is unknown since no country is.
 * @throws AppError as sending would
 */
export async function previewMessage(
  db: Db,
  { accountId, request, allowPrivate }: { accountId: bigint; request: PreviewRequest; allowPrivate: boolean },
): Promise<PreviewResponse> {
  const recipients = request.to === undefined ? [] : listRecipients(request.to, request.values)
  const fieldUrls = recipients.flatMap((recipient) => Object.values(recipient.values).filter((value) => value.includes('.')))
  const composition = await compose(db, { accountId, request, allowPrivate, fieldUrls })
  const prices = await loadPrices(db, { currency: composition.settings.currency })
  const prepared = prepareRecipients(composition, recipients, prices)
  const accepted = prepared.filter((recipient) => recipient.kind === 'prepared')
  const samples =
    request.to === undefined ? [fallbackSample(composition, request.values)] : accepted.map((recipient) => sampleOf(composition, recipient))
  const first = samples[0] ?? fallbackSample(composition, request.values)
  const before = measure(samples.length === 0 ? [first] : samples, (sample) => sample.before, prices)
  const after = measure(samples.length === 0 ? [first] : samples, (sample) => sample.after, prices)
  return {
    links: describeLinks(composition),
    fields: fieldsToFill(composition.template).map(({ name, fallback }) => ({ name, fallback: fallback ?? null })),
    before,
    after,
    forcing_characters: forcingCharacters(first.after).map(({ index, character, replacement }) => ({
      index,
      character,
      replacement: replacement ?? null,
    })),
    advice: adviseOn(composition, { before: before.parts.typical, after: after.parts.typical, encoding: after.example.encoding }).map(
      adviceSentence,
    ),
    refused: prepared.flatMap((recipient) =>
      recipient.kind === 'refused' ? [{ to: recipient.to, status: 'refused', code: recipient.code, detail: recipient.detail }] : [],
    ),
  }
}

function sampleOf(composition: Composition, { values, country }: Prepared): Sample {
  return {
    before: renderWritten(composition, values),
    after: renderSample(composition, values),
    country,
  }
}

/** Fields without value or fallback are shown as written, so that a draft can be measured. */
function fallbackSample(composition: Composition, given: PreviewRequest['values']): Sample {
  const values = {
    ...placeholders(composition.template),
    ...Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) => [name, String(value)])),
  }
  return {
    before: renderWritten(composition, values),
    after: renderSample(composition, values),
    country: undefined,
  }
}

function measure(
  samples: readonly Sample[],
  textOf: (sample: Sample) => string,
  prices: PriceTable | undefined,
): PreviewResponse['before'] {
  const counted = samples.map((sample) => ({ text: textOf(sample), ...countParts(textOf(sample)), country: sample.country }))
  const [example] = counted
  if (example === undefined) throw new Error('A preview measures at least one sample')
  const { text, encoding, characters, units, parts } = example
  return {
    example: { text, encoding, characters, units, parts },
    characters: spread(counted.map((each) => each.characters)),
    parts: spread(counted.map((each) => each.parts)),
    price: spreadPrices(
      counted.map((each) => priceMessage(prices, each)),
      prices,
    ),
  }
}

/** Unknown as soon as one of the sample has no price: a range that leaves some out would promise too little. */
function spreadPrices(values: readonly (bigint | undefined)[], prices: PriceTable | undefined): PreviewResponse['before']['price'] {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => (a < b ? -1 : 1))
  const [min] = known
  const typical = known[known.length >> 1]
  const max = known.at(-1)
  if (known.length !== values.length || min === undefined || typical === undefined || max === undefined || prices === undefined) return null
  return { min: formatMicros(min), typical: formatMicros(typical), max: formatMicros(max), currency: prices.currency }
}

function describeLinks({ template, plans, sampleLink, sampleOptOutLink }: Composition): PreviewResponse['links'] {
  return template.links.map(({ position, written, start, end }) => {
    const plan = plans[position]
    const tracked = plan?.kind === 'tracked'
    if (plan?.kind === 'opt_out')
      return { position, written, start, end, destination: null, tracked: false, short_length: sampleOptOutLink.length }
    const destination = plan === undefined || plan.destinationKind === 'value' ? null : plan.destination
    return { position, written, start, end, destination, tracked, short_length: tracked ? sampleLink.length : null }
  })
}
