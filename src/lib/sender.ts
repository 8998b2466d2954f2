import { AppError } from './errors.ts'

/** Characters of a name at most. */
export const MAX_LETTERS = 11
/** Digits of a number at least and at most. */
export const MIN_DIGITS = 3
export const MAX_DIGITS = 16

/** A sender as carriers take it, or why it is none. */
export type ReadSender = { kind: 'ok'; sender: string } | { kind: 'digits' | 'letters'; length: number } | { kind: 'unshowable' }

/**
 * Reads what a message is sent from: a name of at most 11 characters, or a number of 3 to 16 digits, with or without a leading plus.
 * @see 3GPP TS 23.040 9.1.2.5: an alphanumeric address has at most 11 characters
 */
export function readSender(input: string): ReadSender {
  const sender = input.trim()
  if (/^\+?\d+$/.test(sender)) {
    const digits = sender.replace('+', '')
    if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) return { kind: 'digits', length: digits.length }
    return { kind: 'ok', sender: digits }
  }
  if (sender.length > MAX_LETTERS) return { kind: 'letters', length: sender.length }
  return /^[A-Za-z0-9 ._&-]*[A-Za-z][A-Za-z0-9 ._&-]*$/.test(sender) ? { kind: 'ok', sender } : { kind: 'unshowable' }
}

/**
 * @param field where it stands in the request
 * @returns the sender as carriers take it
 * @throws AppError `sender_invalid`
 */
export function checkSender(input: string, { field }: { field: string } = { field: 'from' }): string {
  const read = readSender(input)
  if (read.kind === 'ok') return read.sender
  throw new AppError('sender_invalid', `The sender "${input}" ${whyNot(read)}`, { field })
}

function whyNot(read: Exclude<ReadSender, { kind: 'ok' }>): string {
  switch (read.kind) {
    case 'digits':
      return `has ${read.length} digits: a number has ${MIN_DIGITS} to ${MAX_DIGITS}.`
    case 'letters':
      return `has ${read.length} characters: a name has at most ${MAX_LETTERS}.`
    case 'unshowable':
      return 'cannot be shown: use letters, digits, spaces and . _ & -, with at least one letter.'
  }
}

/** What an account sends from; `onlySenders`: nothing else is accepted. */
export type Senders = { senders: readonly string[]; onlySenders: boolean }

/**
 * Checks a sender, and that its account has it where nothing else is accepted.
 * @returns as `checkSender`
 * @throws AppError `sender_invalid`, `sender_not_listed`
 */
export function allowedSender(input: string, { senders, onlySenders }: Senders): string {
  const sender = checkSender(input)
  if (!onlySenders || senders.includes(sender)) return sender
  throw new AppError('sender_not_listed', `This account does not send from "${sender}": it sends from ${named(senders)}.`, {
    field: 'from',
  })
}

const NAMED = 5
function named(senders: readonly string[]): string {
  const first = senders.slice(0, NAMED).map((each) => `"${each}"`)
  return senders.length > NAMED ? `${first.join(', ')} and ${senders.length - NAMED} others` : first.join(' or ')
}
