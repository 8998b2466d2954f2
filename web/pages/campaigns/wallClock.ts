import { useMemo } from 'react'
import { createFormat } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/words.ts'
import { useNow } from '../../ui/clock.ts'

/** Writes a wall clock time such as 2026-12-01T09:00, which is that of each recipient's place: no zone moves it. */
export function useWallClock(): (localTime: string) => string {
  const language = useLanguage()
  const format = useMemo(() => createFormat(language, 'UTC'), [language])
  const now = useNow()
  return (localTime) => format.dateTime(`${localTime}:00Z`, now)
}
