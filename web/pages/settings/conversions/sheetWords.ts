import { defineWords } from '../../../i18n/words.ts'

export const sheetWords = defineWords(
  {
    title: (id: string) => `Conversion ${id}`,
    show: (name: string) => `Show all of ${name}`,
    states: { attributed: 'Attributed', unattributed: 'Not attributed', pending: 'Waits for the click', voided: 'Counts nowhere' },
    original: (id: string) => `Conversion ${id} counts in its stead`,
    said: 'What is stored',
    order: 'Order id',
    gross: 'Value before refunds',
    received: 'Received',
    reference: 'Reference of the message',
    phone: 'Number',
    clickIds: 'Click ids',
    click: 'Click',
    device: 'Device of the click',
    devices: { phone: 'phone', tablet: 'tablet', desktop: 'computer', other: 'other' } satisfies Record<string, string> as Record<
      string,
      string
    >,
    country: 'Country of its network',
    corrections: 'Corrections',
    kinds: { refund: 'Refund', cancel: 'Cancelled' },
  },
  {
    title: (id: string) => `Konversion ${id}`,
    show: (name: string) => `Alles über ${name} zeigen`,
    states: { attributed: 'Zugeordnet', unattributed: 'Nicht zugeordnet', pending: 'Wartet auf den Klick', voided: 'Zählt nirgends' },
    original: (id: string) => `An ihrer Stelle zählt Konversion ${id}`,
    said: 'Was gespeichert ist',
    order: 'Bestellnummer',
    gross: 'Wert vor Erstattungen',
    received: 'Eingegangen',
    reference: 'Referenz der Nachricht',
    phone: 'Nummer',
    clickIds: 'Klick-IDs',
    click: 'Klick',
    device: 'Gerät des Klicks',
    devices: { phone: 'Telefon', tablet: 'Tablet', desktop: 'Computer', other: 'anderes' } satisfies Record<string, string> as Record<
      string,
      string
    >,
    country: 'Land seines Netzes',
    corrections: 'Korrekturen',
    kinds: { refund: 'Erstattung', cancel: 'Storniert' },
  },
)
