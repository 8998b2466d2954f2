import type { SentBy as Maker } from '../../src/contract/sentBy.ts'
import { useWords } from '../i18n/words.ts'
import { uiWords } from './words.ts'

/** Who sent something, in words: a colleague, or the name of a key. */
export function SentBy({ by: { api_key_id: key, user_id: user, name } }: { by: NonNullable<Maker> }) {
  const words = useWords(uiWords)
  if (key !== null)
    return (
      <>
        {words.apiKey} <bdi>{name ?? key}</bdi>
      </>
    )
  return name === null ? <span title={user ?? undefined}>{words.leftTeam}</span> : <bdi>{name}</bdi>
}
