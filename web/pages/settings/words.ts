import { defineWords } from '../../i18n/words.ts'

/** Words that all pages of the settings share. */
export const settingsWords = defineWords(
  {
    settings: 'Settings',
    tabs: {
      conversions: 'Conversion tracking',
      account: 'Account',
      privacy: 'Tracking and privacy',
      sending: 'Sending',
      domains: 'Short domains',
      carriers: 'Carriers and prices',
      seven: 'seven.io',
      team: 'Team',
      you: 'You',
    },
    save: 'Save changes',
    discard: 'Discard changes',
    saved: 'Saved.',
    unsaved: 'Not saved yet.',
    none: 'none',
    readOnly: (role: string) => `Your role (${role}) may read these settings. An owner or a developer can change them.`,
  },
  {
    settings: 'Einstellungen',
    tabs: {
      conversions: 'Konversionen',
      account: 'Konto',
      privacy: 'Tracking und Datenschutz',
      sending: 'Senden',
      domains: 'Kurzdomains',
      carriers: 'Wege und Preise',
      seven: 'seven.io',
      team: 'Team',
      you: 'Sie',
    },
    save: 'Änderungen speichern',
    discard: 'Änderungen verwerfen',
    saved: 'Gespeichert.',
    unsaved: 'Noch nicht gespeichert.',
    none: 'keine Angabe',
    readOnly: (role: string) =>
      `Mit Ihrer Rolle (${role}) können Sie diese Einstellungen lesen. Ändern kann sie, wer die Inhaber- oder die Entwicklungsrolle hat.`,
  },
)
