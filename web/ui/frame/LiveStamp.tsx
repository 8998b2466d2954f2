import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useLive } from '../../live.ts'
import { frameWords } from './words.ts'

/** Seen from there every day has its year. */
const longAgo = new Date(0)

/** How old the figures on the screen can be. */
export function LiveStamp() {
  const words = useWords(frameWords)
  const format = useFormat()
  const { state, asOf } = useLive()
  if (asOf === undefined) return null
  const time = format.timeToTheSecond(asOf)
  return (
    <>
      <span className={`live-stamp ${state}`}>
        {state === 'live' ? words.live(time) : state === 'polling' ? words.polling(time) : words.notConnected(time)}
      </span>
      {/* Paper is read on other days and in other places. */}
      <span className="print-only">{words.asOf(format.dateTime(asOf, longAgo), format.zone)}</span>
    </>
  )
}
