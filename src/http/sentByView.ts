import type { SentBy } from '../contract/sentBy.ts'
import type { Caller } from '../domain/accounts/caller.ts'
import type { MakerRow } from '../domain/reports/makers.ts'

/** Who sent something. The e-mail address of a colleague is for people, not for whatever holds a key. */
export function viewSentBy(maker: MakerRow | undefined, { person }: Pick<Caller, 'person'>): SentBy {
  if (maker === undefined) return null
  const { apiKeyId, userId, keyName, email } = maker
  if (apiKeyId !== null) return { api_key_id: String(apiKeyId), user_id: null, name: keyName }
  return userId === null ? null : { api_key_id: null, user_id: String(userId), name: person === undefined ? null : email }
}
