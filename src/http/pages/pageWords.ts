import type { IncomingHttpHeaders } from 'node:http'
import type { Role } from '../../contract/roles.ts'
import { roleMeaning } from '../../contract/roles.ts'
import type { Language } from '../../contract/session.ts'
import type { ErrorCode } from '../../lib/errors.ts'
import { html, type Html } from './html.ts'

/** The words of the pages that one sees before signing in. */
export type PageWords = {
  language: Language
  email: string
  password: string
  emailHint: string
  passwordHint: string
  signIn: { title: string; button: string; forgotten: Html; wrong: string; wait: (seconds: number) => string }
  setup: { title: string; titleReset: string; newPassword: string; button: string; buttonReset: string; resets: (email: string) => Html }
  dead: { title: string; why: string; next: Html }
  invitation: { title: string; invited: (account: string, role: Role) => Html; button: (account: string) => string }
  deadInvitation: { title: string; why: string; next: Html }
  ready: { title: string; key: string; first: string; how: string; next: string; home: string; phone: string }
  /** For failures of a form whose own sentence is in English; the others keep theirs. */
  failures: Partial<Record<ErrorCode, string>>
}

const en: PageWords = {
  language: 'en',
  email: 'E-mail',
  password: 'Password',
  emailHint: 'To sign in with. No mail is sent.',
  passwordHint: '10 characters or more. Several words make a good one.',
  signIn: {
    title: 'Sign in',
    button: 'Sign in',
    forgotten: html`No password yet, or forgotten? On the machine that runs Tapline, <code>npm run tapline -- user link</code> makes a link
      to set one.`,
    wrong: 'E-mail and password do not belong together. Check both.',
    wait: (seconds) => `Too many attempts. Wait ${seconds} s, then try again.`,
  },
  setup: {
    title: 'Set up Tapline',
    titleReset: 'New password',
    newPassword: 'New password',
    button: 'Create user and first key',
    buttonReset: 'Set password',
    resets: (email) => html`For <strong>${email}</strong>. This ends all sessions that are open.`,
  },
  dead: {
    title: 'This link does not work any more',
    why: 'It was used already, is older than an hour, or a newer one took its place.',
    next: html`If you have a user, <a href="/sign-in">sign in</a>. If not, this makes another link, on the machine that runs Tapline:`,
  },
  invitation: {
    title: 'Join Tapline',
    invited: (account, role) => html`You are invited to <strong>${account}</strong> as ${role}: a ${role} ${roleMeaning[role]}.`,
    button: (account) => `Join ${account}`,
  },
  deadInvitation: {
    title: 'This invitation does not work any more',
    why: 'It was used already, taken back, or is older than a week. An owner of the account can make another.',
    next: html`If you have a user, <a href="/sign-in">sign in</a>.`,
  },
  ready: {
    title: 'Ready',
    key: 'You are signed in, and this is your first API key. Copy it now: it is shown once and stored nowhere.',
    first: 'Send the first tracked SMS',
    how: 'In a shell on this machine. Until you set up a carrier, messages go to the simulator: nothing leaves the machine and nothing costs anything.',
    next: 'Then open the simulated phone and tap the short link.',
    home: 'Go on to Tapline',
    phone: 'Open the simulated phone',
  },
  failures: {},
}

const de: PageWords = {
  language: 'de',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  emailHint: 'Damit melden Sie sich an. Es wird keine E-Mail verschickt.',
  passwordHint: 'Mindestens 10 Zeichen. Mehrere Wörter ergeben ein gutes.',
  signIn: {
    title: 'Anmelden',
    button: 'Anmelden',
    forgotten: html`Noch kein Passwort, oder vergessen? Auf dem Rechner, auf dem Tapline läuft, erzeugt
      <code>npm run tapline -- user link</code> einen Link, mit dem Sie eines setzen.`,
    wrong: 'E-Mail-Adresse und Passwort gehören nicht zusammen. Prüfen Sie beides.',
    wait: (seconds) => `Zu viele Versuche. Warten Sie ${seconds} s und versuchen Sie es dann noch einmal.`,
  },
  setup: {
    title: 'Tapline einrichten',
    titleReset: 'Neues Passwort',
    newPassword: 'Neues Passwort',
    button: 'Konto und ersten Schlüssel anlegen',
    buttonReset: 'Passwort setzen',
    resets: (email) => html`Für <strong>${email}</strong>. Alle offenen Sitzungen werden damit beendet.`,
  },
  dead: {
    title: 'Dieser Link gilt nicht mehr',
    why: 'Er wurde schon benutzt, ist älter als eine Stunde, oder ein neuerer hat ihn ersetzt.',
    next: html`Wenn Sie schon ein Passwort haben, <a href="/sign-in">melden Sie sich an</a>. Sonst erzeugt dies einen neuen Link, auf dem
      Rechner, auf dem Tapline läuft:`,
  },
  invitation: {
    title: 'Bei Tapline mitmachen',
    invited: (account, role) => html`Sie sind zu <strong>${account}</strong> eingeladen. ${germanRoles[role]}`,
    button: (account) => `Bei ${account} mitmachen`,
  },
  deadInvitation: {
    title: 'Diese Einladung gilt nicht mehr',
    why: 'Sie wurde schon benutzt, zurückgezogen, oder ist älter als eine Woche. Wer das Konto besitzt, kann eine neue ausstellen.',
    next: html`Wenn Sie schon ein Passwort haben, <a href="/sign-in">melden Sie sich an</a>.`,
  },
  ready: {
    title: 'Bereit',
    key: 'Sie sind angemeldet, und das ist Ihr erster API-Schlüssel. Kopieren Sie ihn jetzt: Er wird einmal gezeigt und nirgends gespeichert.',
    first: 'Die erste SMS mit Messung senden',
    how: 'In einer Shell auf diesem Rechner. Bis Sie einen Netzbetreiber einrichten, gehen Nachrichten an den Simulator: Nichts verlässt den Rechner, und nichts kostet etwas.',
    next: 'Öffnen Sie dann das simulierte Telefon und tippen Sie auf den Kurzlink.',
    home: 'Weiter zu Tapline',
    phone: 'Das simulierte Telefon öffnen',
  },
  failures: {
    password_invalid: 'Das Passwort passt nicht: Es braucht 10 bis 200 Zeichen.',
    address_taken: 'Mit dieser E-Mail-Adresse meldet sich schon jemand an: Melden Sie sich an, oder nehmen Sie eine andere.',
    body_invalid: 'Das ist keine E-Mail-Adresse: Gebraucht wird eine wie ana@example.com.',
    rate_limited: 'Gerade sind zu viele Anfragen unterwegs. Versuchen Sie es in einigen Sekunden noch einmal.',
  },
}

const germanRoles: Readonly<Record<Role, string>> = {
  owner: 'Sie dürfen dort alles und entscheiden, wer sonst etwas darf.',
  marketer: 'Sie dürfen dort senden und mit Kontakten, Links und Kampagnen arbeiten.',
  developer: 'Sie dürfen dort senden und Schlüssel, Webhooks und Konversionen einrichten.',
  viewer: 'Sie sehen dort, was geschehen ist; Telefonnummern sind verdeckt.',
}

/** The words that the browser asks for: German where it names that before English. */
export function wordsOf({ headers }: { headers: IncomingHttpHeaders }): PageWords {
  const first = /\b(de|en)\b/i.exec(headers['accept-language'] ?? '')?.[1]?.toLowerCase()
  return first === 'de' ? de : en
}
