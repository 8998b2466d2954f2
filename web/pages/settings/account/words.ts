import { defineWords } from '../../../i18n/words.ts'

export const accountWords = defineWords(
  {
    title: 'The account',
    name: 'Name',
    nameHint: 'Your team sees it at the bottom left.',
    timeZone: 'Time zone',
    timeZoneHint: 'All times on the screens are in it, whoever looks.',
    currency: 'Currency',
    currencyHint: 'Three letters, such as EUR. Prices are shown in it, and only those that the operator has named in it.',
    country: 'Country of numbers without a prefix',
    countryHint: 'Two letters, such as DE: 0151 2345678 is then read as +49 151 2345678. Without one such numbers are refused.',
    countryIs: (name: string) => `Two letters. This is ${name}.`,
  },
  {
    title: 'Das Konto',
    name: 'Name',
    nameHint: 'Ihr Team sieht ihn unten links.',
    timeZone: 'Zeitzone',
    timeZoneHint: 'Alle Zeiten auf den Seiten stehen in ihr, wer auch immer hinsieht.',
    currency: 'Währung',
    currencyHint: 'Drei Buchstaben, etwa EUR. Preise stehen in ihr, und nur solche, die der Betreiber in ihr nennt.',
    country: 'Land für Nummern ohne Vorwahl',
    countryHint: 'Zwei Buchstaben, etwa DE: 0151 2345678 wird dann als +49 151 2345678 gelesen. Ohne Land werden solche Nummern abgelehnt.',
    countryIs: (name: string) => `Zwei Buchstaben. Das ist ${name}.`,
  },
)
