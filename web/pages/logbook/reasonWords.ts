import type { Language } from '../../i18n/words.ts'

/** The reasons of verdicts in German; in English the server says them. */
export const germanReasons: Readonly<Record<string, string>> = {
  head_request: 'Die Anfrage wollte nur die Kopfzeilen (HEAD); wer tippt, will die Seite.',
  prefetch_header: 'Der Browser sagte, dass er vorab lädt, bevor jemand getippt hat.',
  preview_header: 'Der Browser sagte, dass er ein Vorschaubild zeichnet, nicht dass jemand den Link geöffnet hat.',
  preview_fetcher: 'Eine Nachrichten-App oder ihr Server hat den Link geholt, um eine Vorschaukarte zu zeichnen.',
  scanner: 'Ein Sicherheitsprodukt hat den Link geöffnet, um ihn zu prüfen.',
  crawler: 'Ein Crawler einer Suchmaschine, eines Sprachmodells oder eines Archivs hat den Link geholt.',
  tool: 'Ein Programm hat den Link geholt, kein Browser: ein Skript, eine Bibliothek, eine App im Hintergrund oder eine Überwachung.',
  isbot: 'Der User-Agent steht auf der öffentlichen Liste der Bots.',
  empty_user_agent: 'Die Anfrage nannte keinen User-Agent; Browser nennen immer einen.',
  before_send: 'Die Nachricht war noch nicht gesendet; ihr Empfänger kann also nicht getippt haben.',
  soon_after_send:
    'Ein Desktop-Browser hat den Link innerhalb von 5 Sekunden nach dem Versand geöffnet, bevor jemand sie empfangen, gelesen und angetippt haben kann.',
  all_links_at_once: 'Alle Links der Nachricht wurden innerhalb von 2 Sekunden aus einem Netz geöffnet.',
  burst:
    'Links von 20 oder mehr Nachrichten wurden innerhalb von 2 Sekunden aus einem Netz geöffnet, vom selben Desktop-Browser oder Programm.',
  network_over_budget:
    'Das Netz riet Codes, und der Zeitpunkt, eine kleine Häufung oder der User-Agent dieses Aufrufs spricht ebenfalls für ein Programm.',
  browser: 'Ein Browser oder der eingebaute Browser einer App hat den Link geöffnet, und nichts spricht gegen einen Menschen.',
  unfamiliar_user_agent: 'Der User-Agent ist weder ein bekannter Browser noch ein bekanntes Programm; er zählt als Mensch.',
}

/** A reason as a sentence in the language of the reader; one that is newer than this list in the words of the server. */
export const reasonIn = (language: Language, { code, detail }: { code: string; detail: string }): string =>
  language === 'de' && Object.hasOwn(germanReasons, code) ? (germanReasons[code] ?? detail) : detail
