import { useWords } from '../../i18n/words.ts'
import { useNow } from '../../ui/clock.ts'
import { isCampaign, whenOf, type Draft } from './draft.ts'
import { heldUntil, minutesBetween } from './quietHours.ts'
import { Fact } from './Fact.tsx'
import { reviewWords } from './reviewWords.ts'
import type { Sending } from './surroundings.ts'

type QuietProps = { draft: Draft; sending: Sending }

/** When nothing is sent, and what that does to this send: said before it happens. */
export function QuietFact({ draft, sending }: QuietProps) {
  const words = useWords(reviewWords).quiet
  const { quietHours } = sending
  const isHeld = isCampaign(draft)
  const own = isHeld ? draft.quiet : undefined
  if (own === undefined && quietHours === null) return null
  const clock = quietHours?.clock === 'account' ? sending.timeZone : undefined
  return (
    <Fact name={words.title}>
      {own !== undefined && <p>{words.each(own.from, own.until)}</p>}
      {quietHours !== null && isHeld && (
        <p>
          {clock === undefined
            ? words.account(quietHours.from, quietHours.until)
            : words.accountZone(quietHours.from, quietHours.until, clock)}
        </p>
      )}
      {isHeld ? <Effect draft={draft} sending={sending} /> : <p className="soft">{words.notHeld}</p>}
    </Fact>
  )
}

/** What is due then waits, and expires where it may not be that late. */
function Effect({ draft, sending }: QuietProps) {
  const words = useWords(reviewWords).quiet
  const now = useNow()
  const until = heldUntil({ when: whenOf(draft), own: draft.quiet, sending, now })
  const longest = Math.max(...[draft.quiet, sending.quietHours].flatMap((hours) => (hours ? minutesBetween(hours) : [])))
  return (
    <>
      {until === undefined ? <p className="soft">{words.rest}</p> : <p className="compose-warn">{words.waits(until)}</p>}
      {draft.validityMinutes < longest && <p className="compose-warn">{words.expires}</p>}
    </>
  )
}
