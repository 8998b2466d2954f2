import type { CampaignState } from '../../src/contract/campaigns.ts'
import type { MessageState } from '../../src/contract/messages.ts'
import { defineWords } from '../i18n/words.ts'

type Named = { name: string; meaning: string }
type BadgeWords = { messages: Record<MessageState, Named>; campaigns: Record<CampaignState, Named>; test: Named }

const en: BadgeWords = {
  messages: {
    queued: { name: 'queued', meaning: 'Waits to be sent.' },
    submitting: { name: 'sending', meaning: 'Is being handed to the carrier.' },
    accepted: { name: 'accepted', meaning: 'The carrier has taken it; no receipt yet.' },
    delivered: { name: 'delivered', meaning: 'The carrier says that it arrived.' },
    rejected: { name: 'rejected', meaning: 'The carrier refused it.' },
    undelivered: { name: 'undelivered', meaning: 'The carrier says that it did not arrive.' },
    expired: { name: 'expired', meaning: 'It was not delivered in its time.' },
    unknown: { name: 'unknown', meaning: 'No answer from the carrier: it may have arrived.' },
    cancelled: { name: 'cancelled', meaning: 'Cancelled before it was sent.' },
    suppressed: { name: 'suppressed', meaning: 'Not sent: the number has opted out.' },
  },
  campaigns: {
    draft: { name: 'draft', meaning: 'Is still being written; nothing goes out.' },
    scheduled: { name: 'scheduled', meaning: 'Goes out at its time.' },
    running: { name: 'running', meaning: 'Is going out.' },
    paused: { name: 'paused', meaning: 'Nothing more goes out until it is resumed.' },
    done: { name: 'done', meaning: 'All of it went out.' },
    cancelled: { name: 'cancelled', meaning: 'Was ended before all of it went out.' },
  },
  test: { name: 'test', meaning: 'Sent as a test: it stays out of every figure.' },
}

const de: BadgeWords = {
  messages: {
    queued: { name: 'wartet', meaning: 'Wartet auf den Versand.' },
    submitting: { name: 'wird gesendet', meaning: 'Wird gerade dem Netzbetreiber übergeben.' },
    accepted: { name: 'angenommen', meaning: 'Der Netzbetreiber hat sie; noch keine Quittung.' },
    delivered: { name: 'zugestellt', meaning: 'Der Netzbetreiber sagt, dass sie angekommen ist.' },
    rejected: { name: 'abgelehnt', meaning: 'Der Netzbetreiber hat sie nicht angenommen.' },
    undelivered: { name: 'nicht zugestellt', meaning: 'Der Netzbetreiber sagt, dass sie nicht angekommen ist.' },
    expired: { name: 'abgelaufen', meaning: 'Sie wurde nicht rechtzeitig zugestellt.' },
    unknown: { name: 'ungewiss', meaning: 'Keine Antwort vom Netzbetreiber: Sie kann angekommen sein.' },
    cancelled: { name: 'storniert', meaning: 'Vor dem Versand storniert.' },
    suppressed: { name: 'gesperrt', meaning: 'Nicht gesendet: Die Nummer hat sich abgemeldet.' },
  },
  campaigns: {
    draft: { name: 'Entwurf', meaning: 'Wird noch geschrieben; nichts geht hinaus.' },
    scheduled: { name: 'geplant', meaning: 'Geht zu ihrer Zeit hinaus.' },
    running: { name: 'läuft', meaning: 'Geht gerade hinaus.' },
    paused: { name: 'angehalten', meaning: 'Nichts geht hinaus, bis sie fortgesetzt wird.' },
    done: { name: 'fertig', meaning: 'Alles ist hinausgegangen.' },
    cancelled: { name: 'abgebrochen', meaning: 'Wurde beendet, bevor alles hinausgegangen war.' },
  },
  test: { name: 'Test', meaning: 'Als Test gesendet: Sie zählt in keiner Zahl.' },
}

export const badgeWords = defineWords<BadgeWords>(en, de)
