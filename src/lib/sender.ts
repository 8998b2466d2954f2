import { AppError } from './errors.ts'

const MAX_LETTERS = 11
const MAX_DIGITS = 16

/**
 * Checks what a message is sent from: a name of at most 11 characters, or a number of 3 to 16 digits.
 * @returns the sender as carriers take it, without a leading plus
 * @throws AppError `sender_invalid`
 * @see 3GPP TS 23.040 9.1.2.5: an alphanumeric address has at most 11 characters
 */
export function checkSender(input: string): string {
  const sender = input.trim()
  if (/^\+?\d+$/.test(sender)) {
    const digits = sender.replace('+', '')
    if (digits.length >= 3 && digits.length <= MAX_DIGITS) return digits
    throw new AppError('sender_invalid', `The sender "${input}" has ${digits.length} digits: a number has 3 to ${MAX_DIGITS}.`, {
      field: 'from',
    })
  }
  if (sender.length > MAX_LETTERS)
    throw new AppError('sender_invalid', `The sender "${input}" has ${sender.length} characters: a name has at most ${MAX_LETTERS}.`, {
      field: 'from',
    })
  if (!/^[A-Za-z0-9 ._&-]*[A-Za-z][A-Za-z0-9 ._&-]*$/.test(sender))
    throw new AppError(
      'sender_invalid',
      `The sender "${input}" cannot be shown: use letters, digits, spaces and . _ & -, with at least one letter.`,
      { field: 'from' },
    )
  return sender
}
