import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { LeftOutReason } from '../../../src/contract/audiences.ts'
import type { CountryShare, NumberFault, SampleRecipient } from '../../../src/contract/recipients.ts'
import { senderFault } from '../../ui/senderFault.ts'
import { audienceOf, isCampaign, type Draft } from './draft.ts'
import type { Measured } from './measure.ts'
import { countQuery, numbersQuery, sampleQuery, type Asked } from './queries.ts'
import type { Sending } from './surroundings.ts'
import { useSettled } from '../../useSettled.ts'

export type LeftOut = { reason: LeftOutReason | NumberFault; count: number; such: string[] }
/** Who gets it. `recipients`: all of them, or a sample. `isStale`: the figures are of a moment ago. */
export type Recipients =
  | { state: 'nobody' }
  | { state: 'loading' }
  | { state: 'failed'; error: unknown; retry: () => void }
  | {
      state: 'known'
      willReceive: number
      recipients: readonly SampleRecipient[]
      countries: readonly CountryShare[]
      leftOut: LeftOut[]
      isStale: boolean
    }

/** Changes of the recipients are asked for this long after the last one. */
const SETTLE_MS = 400

/** Asks the server who gets a draft: of numbers each one, of an audience how many, why others not, and a sample. */
export function useRecipients(draft: Draft, { measures, sending }: { measures: readonly Measured[]; sending: Sending }): Recipients {
  const isSender = senderFault(draft.from, sending) === undefined
  const order = useMemo(() => orderOf(draft, { measures, isSender }), [draft, measures, isSender])
  const { value, isSettled } = useSettled(order, { key: JSON.stringify(order), ms: SETTLE_MS })
  const asked: Asked = { fieldsText: value.fieldsText, from: value.from }
  const ofContacts = { ...asked, audience: value.isCampaign ? value.audience : nobody, cap: value.cap }
  const numbers = useQuery({
    ...numbersQuery({ ...asked, numbers: value.isCampaign ? [] : value.numbers }),
    placeholderData: keepPreviousData,
  })
  const count = useQuery({ ...countQuery(ofContacts), placeholderData: keepPreviousData })
  const sample = useQuery({ ...sampleQuery(ofContacts), placeholderData: keepPreviousData })
  if (!order.isCampaign && order.numbers.length === 0) return { state: 'nobody' }
  const queries = value.isCampaign ? [count, sample] : [numbers]
  const failed = queries.find(({ error }) => error !== null)
  if (failed !== undefined) return { state: 'failed', error: failed.error, retry: () => void failed.refetch() }
  const isStale = !isSettled || queries.some(({ isFetching, isPlaceholderData }) => isFetching && isPlaceholderData)
  if (value.isCampaign && count.data !== undefined && sample.data !== undefined)
    return { ...knownAudience(count.data, sample.data), isStale }
  if (!value.isCampaign && numbers.data !== undefined) return { ...knownNumbers(numbers.data), isStale }
  return { state: 'loading' }
}

const nobody = { include: [], exclude: [] }

/** What of a draft decides who gets it. */
function orderOf(draft: Draft, { measures, isSender }: { measures: readonly Measured[]; isSender: boolean }) {
  const fieldsText = fieldsTextOf(measures.map((measured) => (measured.kind === 'composed' ? measured.fields : [])))
  return {
    isCampaign: isCampaign(draft),
    numbers: draft.numbers,
    audience: audienceOf(draft),
    cap: draft.cap,
    fieldsText: fieldsText === '' ? undefined : fieldsText,
    from: isSender ? draft.from : undefined,
  }
}

type Fields = Extract<Measured, { kind: 'composed' }>['fields']

/** A text that asks for the fields of all variants; who lacks one gets nothing for sure only where each variant needs it. */
function fieldsTextOf(variants: readonly Fields[]): string {
  const names = [...new Set(variants.flatMap((fields) => fields.map(({ name }) => name)))]
  const isNeeded = (wanted: string) =>
    variants.every((fields) => fields.some(({ name, fallback }) => name === wanted && fallback === undefined))
  return names.map((name) => (isNeeded(name) ? `{${name}}` : `{${name}|x}`)).join(' ')
}

type CountData = { left_out: readonly { reason: LeftOutReason; recipients: number; sample: readonly { phone: string }[] }[] }
type SampleData = { will_receive: number; recipients: readonly SampleRecipient[]; countries: readonly CountryShare[] }

const knownAudience = ({ left_out: leftOut }: CountData, { will_receive: willReceive, recipients, countries }: SampleData) => ({
  ...{ state: 'known' as const, willReceive, recipients, countries },
  leftOut: leftOut.map(({ reason, recipients: count, sample }) => ({ reason, count, such: sample.map(({ phone }) => phone) })),
})

type NumbersData = Pick<SampleData, 'recipients' | 'countries'> & { left_out: readonly { to: string; reason: NumberFault }[] }

function knownNumbers({ recipients, countries, left_out: leftOut }: NumbersData) {
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))]
  return {
    ...{ state: 'known' as const, willReceive: recipients.length, recipients, countries },
    leftOut: reasons.map((reason) => {
      const such = leftOut.flatMap((each) => (each.reason === reason ? each.to : []))
      return { reason, count: such.length, such }
    }),
  }
}
