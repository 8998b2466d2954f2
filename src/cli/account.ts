import { InvalidArgumentError, type Command } from 'commander'
import { accountSettings } from '../domain/accounts/accounts.ts'
import { findOldestAccountId } from '../domain/accounts/store.ts'
import type { Db } from '../platform/db.ts'
import { Failure } from './failure.ts'

export type AccountOption = { account?: bigint }

/** Adds `--account` to a command that works on the database. */
export const withAccountOption = (command: Command): Command =>
  command.option('--account <id>', 'account to work on; the first one unless told', parseId)

/** Reads an id given as a word; commander tells which option was wrong. */
export function parseId(value: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(value)) throw new InvalidArgumentError('It is no id: expected a whole number such as 17.')
  return BigInt(value)
}

/** The account that a command works on. */
export async function chosenAccount(db: Db, { account }: AccountOption): Promise<bigint> {
  if (account !== undefined) {
    await accountSettings(db, account)
    return account
  }
  const oldest = await findOldestAccountId(db)
  if (oldest === undefined) throw new Failure('notFound', 'There is no account yet: the first "tapline start" makes one.')
  return oldest
}
