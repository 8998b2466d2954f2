import { linkPage, type LinkPage } from './linkPages.ts'

/** The pages of an opt-out link in one language. */
export type OptOutPages = Readonly<Record<'ask' | 'done' | 'gone' | 'unavailable', LinkPage>>

const english: OptOutPages = {
  ask: linkPage({
    status: 200,
    title: 'No more messages?',
    text: 'Press the button, and this sender writes nothing more to your number.',
    button: 'Stop the messages',
  }),
  done: linkPage({ status: 200, title: 'Done', text: 'This sender writes nothing more to your number. You can close this page.' }),
  gone: linkPage({ status: 410, title: 'This link is no longer valid', text: 'The message that it came with is not stored any more.' }),
  unavailable: linkPage({
    status: 503,
    title: 'Please try again in a moment',
    text: 'This could not be stored right now: nothing has changed yet.',
  }),
}

const german: OptOutPages = {
  ask: linkPage({
    status: 200,
    title: 'Keine Nachrichten mehr?',
    text: 'Drücken Sie den Knopf, dann schreibt dieser Absender nichts mehr an Ihre Nummer.',
    button: 'Nachrichten beenden',
    language: 'de',
  }),
  done: linkPage({
    status: 200,
    title: 'Erledigt',
    text: 'Dieser Absender schreibt nichts mehr an Ihre Nummer. Sie können diese Seite schließen.',
    language: 'de',
  }),
  gone: linkPage({
    status: 410,
    title: 'Dieser Link gilt nicht mehr',
    text: 'Die Nachricht, mit der er kam, ist nicht mehr gespeichert.',
    language: 'de',
  }),
  unavailable: linkPage({
    status: 503,
    title: 'Bitte versuchen Sie es gleich noch einmal',
    text: 'Das konnte gerade nicht gespeichert werden: Es hat sich noch nichts geändert.',
    language: 'de',
  }),
}

/** What is read of a header that anybody can make long. */
const MAX_HEADER = 500

/** German for those who ask for it before English, English for everybody else. */
export function optOutPages(acceptLanguage: string | undefined): OptOutPages {
  const wanted = (acceptLanguage ?? '')
    .slice(0, MAX_HEADER)
    .toLowerCase()
    .split(',')
    .map((entry) => ({ language: /^\s*(de|en)(?:[-;\s]|$)/.exec(entry)?.[1], weight: Number(/;\s*q=([\d.]+)/.exec(entry)?.[1] ?? 1) }))
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return wanted[0]?.language === 'de' ? german : english
}
