import { roleScopes, seesNumbers } from '../../contract/roles.ts'
import type { AuthenticatedKey } from './keys.ts'
import type { SignedIn } from './signedIn.ts'

/** Who calls, and what they may do: the holder of a key, or somebody who is signed in. */
export type Caller = Omit<AuthenticatedKey, 'id'> & {
  /** Of the key; null for somebody who is signed in. */
  id: bigint | null
  /** As audit entries name them: `key:ID` or `user:ID`. */
  actor: string
  person: SignedIn | undefined
  /** Whether phone numbers are shown to them, and may be searched for. */
  seesNumbers: boolean
}

/** As many requests a minute as a key has unless told otherwise; a page makes some at once. */
const PERSON_RATE_PER_MINUTE = 6_000

/** The holder of a key sees numbers wherever its scopes lead. */
export const callerOfKey = (key: AuthenticatedKey): Caller => ({ ...key, actor: `key:${key.id}`, person: undefined, seesNumbers: true })

/** Somebody who is signed in may what their role may; what they send goes out. */
export const callerOfPerson = (person: SignedIn): Caller => ({
  id: null,
  accountId: person.accountId,
  mode: 'live',
  scopes: new Set(roleScopes[person.role]),
  ratePerMinute: PERSON_RATE_PER_MINUTE,
  actor: `user:${person.userId}`,
  person,
  seesNumbers: seesNumbers(person.role),
})
