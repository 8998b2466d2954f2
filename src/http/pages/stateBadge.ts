import type { MessageState } from '../../contract/messages.ts'
import { html, raw, type Html } from './html.ts'

/** Drawn, not written: many fonts lack such signs. On a field of 12 by 12. */
const shapes = {
  ring: '<circle cx="6" cy="6" r="3.5" fill="none"/>',
  half: '<circle cx="6" cy="6" r="3.5" fill="none"/><path d="M6 2.5a3.5 3.5 0 0 1 0 7z"/>',
  dot: '<circle cx="6" cy="6" r="3.5"/>',
  tick: '<path d="M2.5 6.5 5 9l4.5-6" fill="none"/>',
  cross: '<path d="m3 3 6 6m0-6-6 6" fill="none"/>',
  dash: '<path d="M2.5 6h7" fill="none"/>',
  question: '<path d="M4 4.2a2 2 0 1 1 2.6 1.9Q6 6.4 6 7.2M6 9.6v.1" fill="none"/>',
} as const

/** A word and a shape for each state, never colour alone; the title says what it means. */
const states = {
  queued: { tone: 'sent', shape: 'ring', meaning: 'Waits to be sent.' },
  submitting: { tone: 'sent', shape: 'half', meaning: 'Is being handed to the carrier.' },
  accepted: { tone: 'sent', shape: 'dot', meaning: 'The carrier has taken it; no receipt yet.' },
  delivered: { tone: 'delivered', shape: 'tick', meaning: 'The carrier says that it arrived.' },
  rejected: { tone: 'failed', shape: 'cross', meaning: 'The carrier refused it.' },
  undelivered: { tone: 'failed', shape: 'cross', meaning: 'The carrier says that it did not arrive.' },
  expired: { tone: 'failed', shape: 'cross', meaning: 'It was not delivered in its time.' },
  unknown: { tone: 'unsure', shape: 'question', meaning: 'No answer from the carrier: it may have arrived.' },
  cancelled: { tone: 'over', shape: 'dash', meaning: 'Cancelled before it was sent.' },
  suppressed: { tone: 'over', shape: 'dash', meaning: 'Not sent: the number has opted out.' },
} as const satisfies Record<MessageState, { tone: string; shape: keyof typeof shapes; meaning: string }>

export function stateBadge(state: MessageState): Html {
  const { tone, shape, meaning } = states[state]
  const drawn = raw(`<svg viewBox="0 0 12 12" aria-hidden="true">${shapes[shape]}</svg>`)
  return html`<span class="badge ${tone}" title="${meaning}">${drawn} ${state}</span>`
}
