import { scopeMeaning, type Scope } from '../../../src/contract/scopes.ts'
import type { Words } from '../../i18n/words.ts'

/** What each scope allows. */
export const scopeWords: Words<Record<Scope, string>> = {
  en: scopeMeaning,
  de: {
    'messages:write': 'Nachrichten senden, vorab ansehen und zurücknehmen',
    'messages:read': 'Nachrichten mit ihren Klicks und Antworten und die Statistik lesen',
    'links:write': 'Ziele von Links ändern, Links sperren',
    'contacts:read': 'Kontakte, Gruppen und Sperren lesen und exportieren',
    'contacts:write': 'Kontakte, Gruppen und Sperren ändern, importieren und löschen',
    'campaigns:read': 'Kampagnen und ihre Berichte lesen',
    'campaigns:write': 'Kampagnen anlegen, starten, anhalten und abbrechen',
    'conversions:read': 'Konversionen und ihre Zahlen lesen',
    'conversions:write': 'Konversionen melden und berichtigen',
    'account:read': 'die Einstellungen des Kontos lesen',
    'account:write': 'die Einstellungen des Kontos ändern',
    'persons:manage': 'alles exportieren und löschen, was zu einer Rufnummer gespeichert ist',
    'events:read': 'Ereignisse und Hinweise lesen; Rufnummern nur zusammen mit messages:read',
    'webhooks:read': 'Webhooks lesen und was aus jeder Zustellung wurde',
    'webhooks:write': 'Webhooks anlegen, ändern und löschen, ihre Geheimnisse sehen, noch einmal senden',
    'keys:manage': 'API-Schlüssel auflisten und widerrufen, neue anlegen, die nicht mehr dürfen als dieser',
  },
}
