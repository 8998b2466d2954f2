import { defineWords } from '../../../i18n/words.ts'

export const windowWords = defineWords(
  {
    windows: 'Other windows for single names',
    windowsHint: 'Such as one day for a sign-up and a month for an order. All others have the window above.',
    name: 'Name of the conversion',
    nameForm: 'A letter, then letters, digits, _ . or -',
    daysOf: (name: string) => `Window of ${name} in days`,
    days: 'days',
    add: 'Add a window',
    remove: (name: string) => `Remove the window of ${name}`,
    twice: (name: string) => `${name} stands here twice: keep one of them.`,
  },
  {
    windows: 'Andere Zeitfenster für einzelne Namen',
    windowsHint: 'Etwa ein Tag für eine Anmeldung und ein Monat für eine Bestellung. Für alle anderen gilt das Zeitfenster oben.',
    name: 'Name der Konversion',
    nameForm: 'Ein Buchstabe, dann Buchstaben, Ziffern, _ . oder -',
    daysOf: (name: string) => `Zeitfenster von ${name} in Tagen`,
    days: 'Tage',
    add: 'Zeitfenster hinzufügen',
    remove: (name: string) => `Zeitfenster von ${name} entfernen`,
    twice: (name: string) => `${name} steht hier zweimal: Behalten Sie eines.`,
  },
)
