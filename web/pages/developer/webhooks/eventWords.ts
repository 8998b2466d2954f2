import type { EventName } from '../../../../src/contract/events.ts'
import type { Words } from '../../../i18n/words.ts'

/** What each type of event says. The types themselves stay as they are in every language, since programs name them. */
export const eventWords: Words<Record<EventName, string>> = {
  en: {
    'message.accepted': 'The carrier took the message.',
    'message.delivered': 'The receipt says that it was delivered.',
    'message.failed': 'It will not arrive.',
    'message.unknown': 'It may have gone out; a receipt can still tell.',
    'message.cancelled': 'It was taken back before it was sent.',
    'message.inbound': 'Somebody wrote back.',
    'hit.click': 'A person opened a short link.',
    'hit.view': "A phone's messaging app fetched the link's preview.",
    'hit.prefetch': 'A browser fetched the link ahead.',
    'hit.bot': 'A machine opened the link.',
    'hits.reclassified': 'Hits got other verdicts afterwards.',
    'conversion.recorded': 'A conversion came in.',
    'conversion.attributed': 'A conversion was attributed to a message.',
    'conversion.voided': 'A conversion was taken back.',
    'contact.opted_out': 'A number must not be sent to any more.',
    'contact.opted_in': 'A number may be sent to again.',
    'campaign.started': 'A campaign began to be sent.',
    'campaign.done': 'All of a campaign was sent.',
    'experiment.decided': 'An experiment decided which variant is sent from here on.',
    'campaign.paused': 'A campaign was paused, by a person or by itself.',
    'contact_import.done': 'An import of contacts ended.',
    'contact_import.failed': 'An import of contacts cannot go on.',
    'link.changed': 'A sent link leads elsewhere.',
    'link.taken_down': 'A sent link was taken down.',
    'endpoint.disabled': 'A webhook was switched off by itself.',
  },
  de: {
    'message.accepted': 'Der Anbieter hat die Nachricht angenommen.',
    'message.delivered': 'Laut Zustellbericht ist sie angekommen.',
    'message.failed': 'Sie wird nicht ankommen.',
    'message.unknown': 'Sie ist vielleicht hinausgegangen; ein Zustellbericht kann es noch klären.',
    'message.cancelled': 'Sie wurde vor dem Senden zurückgenommen.',
    'message.inbound': 'Jemand hat geantwortet.',
    'hit.click': 'Ein Mensch hat einen Kurzlink geöffnet.',
    'hit.view': 'Die Nachrichten-App eines Telefons hat die Linkvorschau geholt.',
    'hit.prefetch': 'Ein Browser hat den Link vorab geholt.',
    'hit.bot': 'Eine Maschine hat den Link geöffnet.',
    'hits.reclassified': 'Aufrufe wurden nachträglich anders eingestuft.',
    'conversion.recorded': 'Eine Konversion ist eingegangen.',
    'conversion.attributed': 'Eine Konversion wurde einer Nachricht zugeordnet.',
    'conversion.voided': 'Eine Konversion wurde zurückgenommen.',
    'contact.opted_out': 'An eine Rufnummer darf nicht mehr gesendet werden.',
    'contact.opted_in': 'An eine Rufnummer darf wieder gesendet werden.',
    'campaign.started': 'Eine Kampagne wird gesendet.',
    'campaign.done': 'Eine Kampagne ist ganz gesendet.',
    'experiment.decided': 'Ein Experiment hat entschieden, welche Variante von hier an verschickt wird.',
    'campaign.paused': 'Eine Kampagne wurde angehalten, von Hand oder von selbst.',
    'contact_import.done': 'Ein Import von Kontakten ist fertig.',
    'contact_import.failed': 'Ein Import von Kontakten kann nicht weitergehen.',
    'link.changed': 'Ein gesendeter Link führt woandershin.',
    'link.taken_down': 'Ein gesendeter Link wurde gesperrt.',
    'endpoint.disabled': 'Ein Webhook hat sich von selbst abgeschaltet.',
  },
}

type Group = 'tracking' | 'messages' | 'people' | 'conversions' | 'campaigns' | 'other'

/** Every type once, in groups that people look for. */
export const eventGroups = {
  tracking: ['hit.click', 'hit.view', 'hits.reclassified', 'hit.prefetch', 'hit.bot'],
  messages: ['message.accepted', 'message.delivered', 'message.failed', 'message.unknown', 'message.cancelled'],
  people: ['message.inbound', 'contact.opted_out', 'contact.opted_in'],
  conversions: ['conversion.recorded', 'conversion.attributed', 'conversion.voided'],
  campaigns: ['campaign.started', 'campaign.done', 'campaign.paused', 'experiment.decided', 'link.changed', 'link.taken_down'],
  other: ['contact_import.done', 'contact_import.failed', 'endpoint.disabled'],
} as const satisfies Record<Group, readonly EventName[]>

export const eventGroupWords: Words<Record<Group, string>> = {
  en: {
    tracking: 'Tracking',
    messages: 'Delivery',
    people: 'Replies and consent',
    conversions: 'Conversions',
    campaigns: 'Campaigns and links',
    other: 'Imports and webhooks',
  },
  de: {
    tracking: 'Tracking',
    messages: 'Zustellung',
    people: 'Antworten und Einwilligung',
    conversions: 'Konversionen',
    campaigns: 'Kampagnen und Links',
    other: 'Importe und Webhooks',
  },
}
