import type { FailureCode } from '../api.ts'
import { defineWords, type Language } from '../i18n/words.ts'

type Sentence = { happened: string; todo: string }

/**
 * What failed and what to do, for the codes that mean the same wherever they come up.
 * For the others the server's own sentence says it, since only it knows the value.
 */
const known: Readonly<Record<Language, Partial<Record<FailureCode, Sentence>>>> = {
  en: {
    offline: { happened: 'The server cannot be reached.', todo: 'What you see may be old. Check the connection and try again.' },
    unreadable: {
      happened: 'The answer was not from Tapline.',
      todo: 'Something between this browser and the server answered in its place. Try again.',
    },
    unauthenticated: { happened: 'You are not signed in any more.', todo: 'Sign in again; you come back to this page.' },
    scope_missing: { happened: 'Your role does not allow this.', todo: 'An owner of the account can do it, or change your role.' },
    role_missing: { happened: 'Your role does not allow this.', todo: 'An owner of the account can do it, or change your role.' },
    not_found: { happened: 'This is not here.', todo: 'It may have been deleted, or the address was cut off.' },
    rate_limited: { happened: 'Too many requests at once.', todo: 'Wait a few seconds and try again.' },
    internal: { happened: 'This failed through a fault of ours.', todo: 'It has been logged. Trying again may help.' },
    unavailable: {
      happened: 'The database does not answer.',
      todo: 'Short links still work, and nothing is lost. Try again in some seconds.',
    },
  },
  de: {
    offline: {
      happened: 'Der Server ist nicht erreichbar.',
      todo: 'Was Sie sehen, kann veraltet sein. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
    },
    unreadable: {
      happened: 'Die Antwort kam nicht von Tapline.',
      todo: 'Etwas zwischen diesem Browser und dem Server hat an seiner Stelle geantwortet. Versuchen Sie es noch einmal.',
    },
    unauthenticated: { happened: 'Sie sind nicht mehr angemeldet.', todo: 'Melden Sie sich wieder an; Sie kommen auf diese Seite zurück.' },
    scope_missing: { happened: 'Ihre Rolle erlaubt das nicht.', todo: 'Wer das Konto besitzt, kann es tun oder Ihre Rolle ändern.' },
    role_missing: { happened: 'Ihre Rolle erlaubt das nicht.', todo: 'Wer das Konto besitzt, kann es tun oder Ihre Rolle ändern.' },
    not_found: { happened: 'Das gibt es hier nicht.', todo: 'Vielleicht wurde es gelöscht, oder die Adresse ist abgeschnitten.' },
    rate_limited: { happened: 'Zu viele Anfragen auf einmal.', todo: 'Warten Sie einige Sekunden und versuchen Sie es noch einmal.' },
    internal: {
      happened: 'Das ist durch einen Fehler bei uns gescheitert.',
      todo: 'Er steht im Protokoll. Ein neuer Versuch kann helfen.',
    },
    unavailable: {
      happened: 'Die Datenbank antwortet nicht.',
      todo: 'Kurzlinks funktionieren weiter, und nichts geht verloren. Versuchen Sie es in einigen Sekunden noch einmal.',
    },
  },
}

/** What failed and what to do, if the code alone says it. */
export const sentenceOf = (code: FailureCode, language: Language): Sentence | undefined => known[language][code]

export const errorWords = defineWords(
  {
    refused: 'That did not work.',
    broken: 'This page stopped through a fault of ours.',
    brokenTodo: 'Reload it. What was saved is safe.',
    newVersion: 'A newer version of Tapline is installed.',
    newVersionTodo: 'Reload the page to use it.',
  },
  {
    refused: 'Das hat nicht geklappt.',
    broken: 'Diese Seite ist durch einen Fehler bei uns stehen geblieben.',
    brokenTodo: 'Laden Sie sie neu. Was gespeichert war, ist sicher.',
    newVersion: 'Eine neuere Version von Tapline ist installiert.',
    newVersionTodo: 'Laden Sie die Seite neu, um sie zu benutzen.',
  },
)
