import { MAX_DIGITS, MAX_LETTERS, MIN_DIGITS, readSender, type ReadSender, type Senders } from '../../src/lib/sender.ts'
import { defineWords, useWords } from '../i18n/words.ts'

export type SenderFault = Exclude<ReadSender, { kind: 'ok' }> | { kind: 'missing' | 'not_listed' }

/** Why a sender cannot be used; undefined when it can. */
export function senderFault(
  from: string,
  { senders, onlySenders }: Senders = { senders: [], onlySenders: false },
): SenderFault | undefined {
  if (from.trim() === '') return { kind: 'missing' }
  const read = readSender(from)
  if (read.kind !== 'ok') return read
  return onlySenders && !senders.includes(read.sender) ? { kind: 'not_listed' } : undefined
}

const senderWords = defineWords(
  {
    missing: 'Say who it is from.',
    not_listed: 'The account does not send from this one. Choose one that is listed.',
    digits: (length: number) => `A number has ${MIN_DIGITS} to ${MAX_DIGITS} digits; this has ${length}.`,
    letters: (length: number) => `A name has at most ${MAX_LETTERS} characters; this has ${length}.`,
    unshowable: 'Phones cannot show this. Use letters without accents, digits, spaces and . _ & -, with at least one letter.',
  },
  {
    missing: 'Geben Sie an, von wem die Nachricht ist.',
    not_listed: 'Das Konto sendet nicht unter diesem Absender. Wählen Sie einen aus der Liste.',
    digits: (length: number) => `Eine Nummer hat ${MIN_DIGITS} bis ${MAX_DIGITS} Ziffern; diese hat ${length}.`,
    letters: (length: number) => `Ein Name hat höchstens ${MAX_LETTERS} Zeichen; dieser hat ${length}.`,
    unshowable:
      'Das können Telefone nicht zeigen. Möglich sind Buchstaben ohne Umlaute, Ziffern, Leerzeichen und . _ & -, mit mindestens einem Buchstaben.',
  },
)

/** Says what is wrong with a sender. */
export function useSenderSentence(): (fault: SenderFault) => string {
  const words = useWords(senderWords)
  return (fault) => {
    if (fault.kind === 'digits' || fault.kind === 'letters') return words[fault.kind](fault.length)
    return words[fault.kind]
  }
}
