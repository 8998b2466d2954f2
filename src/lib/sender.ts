import { AppError } from './errors.ts'

const MAX_LETTERS = 11
const MAX_DIGITS = 16

/**
 * Checks what a message is sent from: a name of at most 11 characters, or a number of 3 to 16 digits.
 * @param field where it stands in the request
 * @returns the sender as carriers take it, without a leading plus
 * @throws AppError `sender_invalid`
 * @see 3GPP TS 23.040 9.1.2.5: an alphanumeric address has at most 11 characters
 */
export function checkSender(input: string, { field }: { field: string } = { field: 'from' }): string {
  const sender = input.trim()
  const refuse = (why: string) => new AppError('sender_invalid', `The sender "${input}" ${why}`, { field })
  if (/^\+?\d+$/.test(sender)) {
    const digits = sender.replace('+', '')
    if (digits.length >= 3 && digits.length <= MAX_DIGITS) return digits
    throw refuse(`has ${digits.length} digits: a number has 3 to ${MAX_DIGITS}.`)
  }
  if (sender.length > MAX_LETTERS) throw refuse(`has ${sender.length} characters: a name has at most ${MAX_LETTERS}.`)
  if (!/^[A-Za-z0-9 ._&-]*[A-Za-z][A-Za-z0-9 ._&-]*$/.test(sender))
    throw refuse('cannot be shown: use letters, digits, spaces and . _ & -, with at least one letter.')
  return sender
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
const named = (senders: readonly string[]): string => {
  const first = senders.slice(0, NAMED).map((each) => `"${each}"`)
  return senders.length > NAMED ? `${first.join(', ')} and ${senders.length - NAMED} others` : first.join(' or ')
}
