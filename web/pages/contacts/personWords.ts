import { defineWords, plural } from '../../i18n/words.ts'

/** Words of erasing and exporting a person; what goes and what stays is what docs/retention.md says. */
export const personWords = defineWords(
  {
    title: 'Erase or export a person',
    number: 'Number',
    numberHint: 'It need not be a contact: what was sent to it counts, too.',
    exportAll: 'Export all on this number',
    exported: 'The file holds all that this account keeps on the number.',
    goOn: 'Go on to erasing',
    eraseTitle: (phone: string) => `Erase all on ${phone}?`,
    noWayBack: 'There is no way back.',
    goes: 'What goes',
    goesList: [
      'The contact, with its fields, groups and consents.',
      'Number, merge values and text of every message; what waits is cancelled.',
      'What the person wrote.',
      'User agent, network, app and system of every hit; number, order id and click ids of every conversion.',
      'Texts and links that only this person got.',
    ],
    stays: 'What stays',
    staysList: [
      'Figures: how many were sent, clicked and converted, when, at what price.',
      'A hash of the number, if it is suppressed, so that nothing is ever sent to it again.',
      'In the audit log, that you ordered it.',
      'What others hold: carriers, receivers of webhooks, backups until they are replaced.',
    ],
    confirm: (phone: string) => `Type ${phone} to confirm`,
    erase: 'Erase for good',
    finished: (count: number, shown: string) => `Erased. ${shown} ${plural(count, 'message', 'messages')} lost number and text.`,
    working: 'The erasure is under way and goes on by itself. What is on its way to a carrier right now is waited for, a minute at most.',
    done: 'Close',
  },
  {
    title: 'Person löschen oder exportieren',
    number: 'Nummer',
    numberHint: 'Sie muss kein Kontakt sein: Auch was an sie gesendet wurde, zählt.',
    exportAll: 'Alles zu dieser Nummer exportieren',
    exported: 'Die Datei enthält alles, was dieses Konto zu der Nummer speichert.',
    goOn: 'Weiter zum Löschen',
    eraseTitle: (phone: string) => `Alles zu ${phone} löschen?`,
    noWayBack: 'Es gibt keinen Weg zurück.',
    goes: 'Was gelöscht wird',
    goesList: [
      'Der Kontakt mit seinen Feldern, Gruppen und Einwilligungen.',
      'Nummer, Platzhalterwerte und Text jeder Nachricht; was noch wartet, wird storniert.',
      'Was die Person geschrieben hat.',
      'Browserkennung, Netz, App und System jedes Aufrufs; Nummer, Bestellnummer und Klick-Kennungen jeder Conversion.',
      'Texte und Links, die nur diese Person bekommen hat.',
    ],
    stays: 'Was bleibt',
    staysList: [
      'Zahlen: wie viel gesendet, geklickt und gekauft wurde, wann und zu welchem Preis.',
      'Ist die Nummer gesperrt, ein Hash von ihr, damit nie wieder etwas an sie gesendet wird.',
      'Im Protokoll, dass Sie es angeordnet haben.',
      'Was andere haben: Netzbetreiber, Empfänger von Webhooks, Sicherungen bis zu ihrer Ablösung.',
    ],
    confirm: (phone: string) => `Zur Bestätigung ${phone} eintippen`,
    erase: 'Endgültig löschen',
    finished: (count: number, shown: string) =>
      `Gelöscht. ${shown} ${plural(count, 'Nachricht hat', 'Nachrichten haben')} Nummer und Text verloren.`,
    working:
      'Das Löschen läuft und geht von selbst weiter. Auf das, was gerade an einen Netzbetreiber geht, wird höchstens eine Minute gewartet.',
    done: 'Schließen',
  },
)
