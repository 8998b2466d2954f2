import { AppError } from '../../../src/lib/errors.ts'
import { checkSender } from '../../../src/lib/sender.ts'

/** Why a sender cannot be used; undefined when it can. */
export function senderFault(from: string): AppError | undefined {
  try {
    checkSender(from)
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
