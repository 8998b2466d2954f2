import { defineWords } from '../../../i18n/words.ts'

export const sevenWords = defineWords(
  {
    requests: 'Programs written for seven.io',
    requestsAbout:
      'They send, read and are told of clicks through Tapline with this address in place of that of seven.io, and with an API key made here.',
    address: 'Address of the API',
    sender: 'Sender of messages that name none',
    senderHint: 'Also where the sender they name cannot be shown. Empty: SMS.',
    signature: 'Accept signed requests only',
    signatureAbout: 'A program that does not sign with the key below is refused, even if its API key is right.',
    yes: 'yes',
    no: 'no',
    key: 'Signing key',
    keyAbout: 'It signs what programs send, and what your endpoints are told in the form of seven.io. That somebody looked at it is noted.',
    show: 'Show',
    hide: 'Hide',
    rotate: 'New key',
    rotateTitle: 'Make a new signing key?',
    rotateBody:
      'The former one signs and opens nothing from then on: give the new one to all programs and receivers that check signatures.',
    rotateNow: 'Make a new key',
    rotated: 'The new key holds from now on.',
  },
  {
    requests: 'Programme für seven.io',
    requestsAbout:
      'Sie senden, lesen und erfahren von Klicks über Tapline, sobald sie diese Adresse statt der von seven.io und einen hier angelegten API-Schlüssel haben.',
    address: 'Adresse der API',
    sender: 'Absender, wenn eine Nachricht keinen nennt',
    senderHint: 'Auch wenn der genannte nicht angezeigt werden kann. Leer: SMS.',
    signature: 'Nur signierte Anfragen annehmen',
    signatureAbout: 'Ein Programm, das nicht mit dem Schlüssel unten signiert, wird abgewiesen, auch wenn sein API-Schlüssel stimmt.',
    yes: 'ja',
    no: 'nein',
    key: 'Signaturschlüssel',
    keyAbout:
      'Er signiert, was Programme senden, und was Ihre Webhooks in der Form von seven.io erfahren. Dass jemand ihn angesehen hat, wird vermerkt.',
    show: 'Zeigen',
    hide: 'Verbergen',
    rotate: 'Neuer Schlüssel',
    rotateTitle: 'Einen neuen Signaturschlüssel anlegen?',
    rotateBody:
      'Der bisherige signiert und öffnet dann nichts mehr: Geben Sie den neuen allen Programmen und Empfängern, die Signaturen prüfen.',
    rotateNow: 'Neuen Schlüssel anlegen',
    rotated: 'Der neue Schlüssel gilt ab jetzt.',
  },
)
