import { Link } from 'wouter'
import type { InboundView, OptOutView } from '../../../src/contract/suppressions.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useNow } from '../../ui/clock.ts'
import { messageWords } from './messageWords.ts'
import { StepLine } from './StepLine.tsx'

/** What somebody wrote back, as they wrote it. */
export function ReplyStep({ reply: { received_at: at, text, answer_message_id: answer } }: { reply: InboundView }) {
  const words = useWords(messageWords)
  return (
    <StepLine at={at} tone="reply" title={words.reply}>
      <bdi>{text}</bdi>
      {answer !== null && (
        <div className="soft">
          {words.answeredBy} <Link href={paths.message(answer)}>{words.ownAnswer}</Link>
        </div>
      )}
    </StepLine>
  )
}

/** That somebody wants nothing more, how they said so, and whether that still holds. */
export function OptOutStep({ optOut: { created_at: at, source, review, ended_at: ended } }: { optOut: OptOutView }) {
  const words = useWords(messageWords)
  const format = useFormat()
  const now = useNow()
  return (
    <StepLine at={at} tone="failed" title={words.optOut}>
      {words.optOutBy[source]} {review !== null && words.optOutReview[review]}{' '}
      {ended !== null && <span className="soft">{words.optOutEnded(format.dateTime(ended, now))}</span>}
    </StepLine>
  )
}
