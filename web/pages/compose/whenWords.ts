import { defineWords } from '../../i18n/words.ts'

export const whenWords = defineWords(
  {
    when: {
      title: 'When',
      now: 'Now',
      nowAbout: 'You have 10 seconds to take it back.',
      at: 'At a time',
      local: 'At a time where each person is',
      localAbout: 'By the time zone of the contact, else of the number.',
      localTime: (time: string) => `${time}, by the clock of each person`,
      dateTime: 'Date and time',
      zone: 'Time zone',
      zoneForUnknown: 'Time zone of people whose own is not known',
      past: 'This time has passed.',
      far: 'This is more than a year ahead.',
      zoneWrong: 'There is no such time zone. Write one such as Europe/Berlin.',
      missing: 'Choose a date and a time.',
    },
  },
  {
    when: {
      title: 'Wann',
      now: 'Jetzt',
      nowAbout: 'Sie können es 10 Sekunden lang zurücknehmen.',
      at: 'Zu einer Zeit',
      local: 'Zur Uhrzeit am Ort jeder Person',
      localAbout: 'Nach der Zeitzone des Kontakts, sonst der Nummer.',
      localTime: (time: string) => `${time}, nach der Uhr jeder Person`,
      dateTime: 'Tag und Uhrzeit',
      zone: 'Zeitzone',
      zoneForUnknown: 'Zeitzone für Personen, deren eigene nicht bekannt ist',
      past: 'Diese Zeit ist vorbei.',
      far: 'Das ist mehr als ein Jahr voraus.',
      zoneWrong: 'Diese Zeitzone gibt es nicht. Schreiben Sie eine wie Europe/Berlin.',
      missing: 'Wählen Sie Tag und Uhrzeit.',
    },
  },
)
