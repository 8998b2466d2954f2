import { defineWords } from '../../i18n/words.ts'

/** Of what few need to change, and of what was changed of it. */
export const moreWords = defineWords(
  {
    quiet: 'Quiet hours of this campaign',
    quietAbout: 'Nothing is sent between these times, by the clock of each person.',
    quietBeside: (from: string, until: string) => `Those of the account, ${from} to ${until}, hold in any case.`,
    from: 'From',
    until: 'Until',
    quietSame: 'Two different times are needed.',
    rate: 'Messages a second, at most',
    rateHint: 'Empty: as fast as the carrier goes.',
    cap: 'At most so many campaign messages',
    capDays: 'in so many days',
    capHint: 'Who has had so many is left out. Empty: no limit.',
    label: 'Label',
    labelHint: 'To find the messages by, in the logbook.',
    validity: 'Send no later than',
    validities: { h1: '1 hour after its time', h6: '6 hours after its time', h24: '1 day after its time', h48: '2 days after its time' },
  },
  {
    quiet: 'Ruhezeiten dieser Kampagne',
    quietAbout: 'Zwischen diesen Zeiten wird nichts gesendet, nach der Uhr jeder Person.',
    quietBeside: (from: string, until: string) => `Die des Kontos, ${from} bis ${until}, gelten in jedem Fall.`,
    from: 'Von',
    until: 'Bis',
    quietSame: 'Es braucht zwei verschiedene Zeiten.',
    rate: 'Nachrichten je Sekunde, höchstens',
    rateHint: 'Leer: so schnell, wie der Netzzugang es zulässt.',
    cap: 'Höchstens so viele Kampagnen-Nachrichten',
    capDays: 'in so vielen Tagen',
    capHint: 'Wer so viele hatte, bekommt nichts. Leer: keine Grenze.',
    label: 'Kennzeichen',
    labelHint: 'Damit finden Sie die Nachrichten im Logbuch.',
    validity: 'Senden bis höchstens',
    validities: { h1: '1 Stunde nach der Zeit', h6: '6 Stunden nach der Zeit', h24: '1 Tag nach der Zeit', h48: '2 Tage nach der Zeit' },
  },
)
