import type { MessageState } from '../../contract/messages.ts'
import { html, type Html } from './html.ts'

/** A word and a shape for each state, never colour alone; the title says what it means. */
const states = {
  queued: { tone: 'sent', shape: '○', meaning: 'Waits to be sent.' },
  submitting: { tone: 'sent', shape: '◔', meaning: 'Is being handed to the carrier.' },
  accepted: { tone: 'sent', shape: '●', meaning: 'The carrier has taken it; no receipt yet.' },
  delivered: { tone: 'delivered', shape: '✓', meaning: 'The carrier says that it arrived.' },
  rejected: { tone: 'failed', shape: '×', meaning: 'The carrier refused it.' },
  undelivered: { tone: 'failed', shape: '×', meaning: 'The carrier says that it did not arrive.' },
  expired: { tone: 'failed', shape: '×', meaning: 'It was not delivered in its time.' },
  unknown: { tone: 'unsure', shape: '?', meaning: 'No answer from the carrier: it may have arrived.' },
  cancelled: { tone: 'over', shape: '–', meaning: 'Cancelled before it was sent.' },
  suppressed: { tone: 'over', shape: '–', meaning: 'Not sent: the number has opted out.' },
} as const satisfies Record<MessageState, { tone: string; shape: string; meaning: string }>

export function stateBadge(state: MessageState): Html {
  const { tone, shape, meaning } = states[state]
  return html`<span class="badge ${tone}" title="${meaning}"><span aria-hidden="true">${shape}</span> ${state}</span>`
}
