import { createFormat } from '../../i18n/format.ts'
import { useLanguage, useWords } from '../../i18n/words.ts'
import { useNow } from '../../ui/clock.ts'
import type { When } from './draft.ts'
import { instantOf } from './wallClock.ts'
import { whenWords } from './whenWords.ts'

/** When it goes out, in words; undefined while no time is chosen. */
export function useWhenText(when: When): string | undefined {
  const words = useWords(whenWords).when
  const language = useLanguage()
  const now = useNow()
  if (when.kind === 'now') return words.now
  const at = instantOf(when.at)
  if (at === undefined) return undefined
  // A wall clock time is read as UTC and written as UTC: what was chosen is what is said.
  const text = createFormat(language, 'UTC').dateTime(at, now)
  return when.kind === 'at' ? `${text}, ${when.zone}` : words.localTime(text)
}
