import type { Conversion } from '../../../src/contract/conversions.ts'
import type { Hit, MessageDetail } from '../../../src/contract/messages.ts'
import type { InboundView, OptOutView } from '../../../src/contract/suppressions.ts'

/** Something that happened to a message. */
export type Step =
  | { kind: 'created' | 'submitted' | 'accepted' | 'settled'; at: string }
  | { kind: 'hit'; at: string; hit: Hit }
  | { kind: 'conversion'; at: string; conversion: Conversion }
  | { kind: 'reply'; at: string; reply: InboundView }
  | { kind: 'optOut'; at: string; optOut: OptOutView }

/** Within one millisecond a message is made before it is sent, and sent before somebody taps. */
const order = [
  'created',
  'submitted',
  'accepted',
  'settled',
  'hit',
  'conversion',
  'reply',
  'optOut',
] as const satisfies readonly Step['kind'][]

type Afterwards = {
  hits: readonly Hit[]
  goesOn: boolean
  conversions: readonly Conversion[]
  replies: readonly InboundView[]
  optOuts: readonly OptOutView[]
}

/**
 * What happened, oldest first.
 * @param hits those that are known so far, oldest first
 * @param goesOn whether there are more of them; what comes after the last known one is left out then, since others may come before it
 */
export function stepsOf(message: MessageDetail, { hits, goesOn, conversions, replies, optOuts }: Afterwards): (Step & { key: string })[] {
  const { created_at: created, submitted_at: submitted, settled_at: settled, timeline } = message
  const accepted = timeline.find(({ event }) => event === 'accepted')?.at ?? null
  const states = (
    [
      ['created', created],
      ['submitted', submitted],
      ['accepted', accepted],
      ['settled', settled],
    ] as const
  ).flatMap(([kind, at]): Step[] => (at === null ? [] : [{ kind, at }]))
  const last = goesOn ? hits.at(-1)?.at : undefined
  return (
    [
      ...states,
      ...hits.map((hit): Step => ({ kind: 'hit', at: hit.at, hit })),
      ...conversions.map((conversion): Step => ({ kind: 'conversion', at: conversion.at, conversion })),
      ...replies.map((reply): Step => ({ kind: 'reply', at: reply.received_at, reply })),
      ...optOuts.map((optOut): Step => ({ kind: 'optOut', at: optOut.created_at, optOut })),
    ]
      .filter(({ at }) => last === undefined || at <= last)
      .toSorted((one, other) => one.at.localeCompare(other.at) || order.indexOf(one.kind) - order.indexOf(other.kind))
      // Hits have no ids, and several may share a millisecond; what has happened keeps its place.
      .map((step, at) => ({ ...step, key: `${step.kind} ${step.at} ${at}` }))
  )
}
