import type { PageCheck } from '../../../../src/contract/pageCheck.ts'
import { defineWords } from '../../../i18n/words.ts'

type Outcomes = Record<Exclude<PageCheck['outcome'], 'read'>, string>
const en: Outcomes = {
  refused_by_page: 'The page answers with an error.',
  no_html: 'What stands there is no HTML page.',
  compressed: 'The page came packed although that was not asked for, so it could not be read.',
  too_many_redirects: 'The address leads on and on: more than 4 redirects.',
  url_invalid: 'The address cannot be asked for.',
  private_address: 'The address lies inside your own network, which is not asked from here.',
  name_not_found: 'There is no such name.',
  refused: 'The server takes no connection.',
  unreachable: 'The server cannot be reached.',
  connection_timeout: 'The server does not answer.',
  deadline_passed: 'The page took longer than 8 s.',
  connection_lost: 'The connection broke off.',
  tls_failed: 'The certificate of the page is not valid.',
  answer_invalid: 'What answered there does not speak HTTP.',
}
const de: Outcomes = {
  refused_by_page: 'Die Seite antwortet mit einem Fehler.',
  no_html: 'Dort steht keine HTML-Seite.',
  compressed: 'Die Seite kam gepackt, obwohl das nicht verlangt war, und ließ sich nicht lesen.',
  too_many_redirects: 'Die Adresse führt immer weiter: mehr als 4 Weiterleitungen.',
  url_invalid: 'Diese Adresse lässt sich nicht abfragen.',
  private_address: 'Die Adresse liegt in Ihrem eigenen Netz, das von hier aus nicht abgefragt wird.',
  name_not_found: 'Diesen Namen gibt es nicht.',
  refused: 'Der Server nimmt keine Verbindung an.',
  unreachable: 'Der Server ist nicht erreichbar.',
  connection_timeout: 'Der Server antwortet nicht.',
  deadline_passed: 'Die Seite hat länger als 8 s gebraucht.',
  connection_lost: 'Die Verbindung ist abgerissen.',
  tls_failed: 'Das Zertifikat der Seite ist nicht gültig.',
  answer_invalid: 'Was dort antwortet, spricht kein HTTP.',
}

export const pageWords = defineWords(
  {
    title: 'Is the code on the page?',
    about:
      'The page is fetched once from here, as a visitor without scripts gets it. What a script adds in the browser cannot be seen this way.',
    url: 'Address of the page',
    action: 'Look at the page',
    result: 'What was found',
    outcomes: en,
    found: 'The code is on the page.',
    missing: 'The code does not stand in the HTML.',
    maybe: 'A tag manager is on the page and may add the code. A conversion with the source "browser" below proves it.',
    yours: 'It names this account.',
    other: 'It names another account. Copy the code again.',
    asSet: 'It reads the parameter that your links carry.',
    differs: 'It reads another parameter than your links carry. Copy the code again.',
    origin: (origin: string) => `Browsers on ${origin} may report.`,
    noOrigin: (origin: string) => `Browsers on ${origin} are refused. Add the origin above.`,
    converts: 'A call that reports a conversion stands on it.',
    noConvert: 'No call that reports a conversion stands on it: fine for a landing page, not for the page after the order.',
    cut: 'Only the first MiB of the page was read.',
  },
  {
    title: 'Steht der Code auf der Seite?',
    about:
      'Die Seite wird einmal von hier geholt, so wie sie ein Besucher ohne Skripte bekommt. Was ein Skript im Browser ergänzt, ist so nicht zu sehen.',
    url: 'Adresse der Seite',
    action: 'Seite ansehen',
    result: 'Was gefunden wurde',
    outcomes: de,
    found: 'Der Code steht auf der Seite.',
    missing: 'Der Code steht nicht im HTML.',
    maybe:
      'Auf der Seite ist ein Tag-Manager, der den Code ergänzen kann. Eine Konversion mit der Quelle „Browser“ weiter unten beweist es.',
    yours: 'Er nennt dieses Konto.',
    other: 'Er nennt ein anderes Konto. Kopieren Sie den Code noch einmal.',
    asSet: 'Er liest den Parameter, den Ihre Links tragen.',
    differs: 'Er liest einen anderen Parameter, als Ihre Links tragen. Kopieren Sie den Code noch einmal.',
    origin: (origin: string) => `Browser auf ${origin} dürfen melden.`,
    noOrigin: (origin: string) => `Browser auf ${origin} werden abgewiesen. Tragen Sie den Ursprung oben ein.`,
    converts: 'Ein Aufruf, der eine Konversion meldet, steht darauf.',
    noConvert: 'Kein Aufruf, der eine Konversion meldet, steht darauf: auf einer Zielseite in Ordnung, nach der Bestellung nicht.',
    cut: 'Nur das erste MiB der Seite wurde gelesen.',
  },
)
