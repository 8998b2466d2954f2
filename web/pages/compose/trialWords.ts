import { defineWords } from '../../i18n/words.ts'

export const trialWords = defineWords(
  {
    to: 'To your phone',
    hint: 'Goes out like any other message and costs as much. No figure counts it.',
    send: 'Send the test',
    sent: (phone: string) => `The test is on its way to ${phone}.`,
    as: (who: string) => `With the values of ${who}.`,
  },
  {
    to: 'An Ihr Telefon',
    hint: 'Geht hinaus wie jede andere Nachricht und kostet so viel. Keine Zahl zählt sie mit.',
    send: 'Test senden',
    sent: (phone: string) => `Der Test ist auf dem Weg an ${phone}.`,
    as: (who: string) => `Mit den Werten von ${who}.`,
  },
)
