import type { Experiment } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import type { Amounts } from './amounts.ts'
import { steerWords } from './steerWords.ts'

type Seen = NonNullable<Experiment['holdout']>

/** What sending changes, against those who get nothing; or why that cannot be said. */
export function Holdout({ holdout, amounts }: { holdout: Seen; amounts: Amounts }) {
  const words = useWords(steerWords)
  return (
    <div>
      <h3>{words.holdout}</h3>
      <p>{words.held(holdout.recipients, amounts.number(holdout.recipients), amounts.part(holdout.share))}</p>
      {holdout.state === 'measured' ? <Lift holdout={holdout} amounts={amounts} /> : <p>{words.holdoutStates[holdout.state]}</p>}
    </div>
  )
}

function Lift({ holdout, amounts }: { holdout: Seen; amounts: Amounts }) {
  const words = useWords(steerWords)
  const { number, part, points } = amounts
  const { sent, sent_converted: converted, recipients, held_converted: held, days } = holdout
  const { lift, lift_low: low, lift_high: high } = holdout
  return (
    <>
      <p>{words.converted(number(converted), number(sent), number(held), number(recipients), number(days))}</p>
      <p>{words.difference(points(holdout.difference), points(holdout.low), points(holdout.high))}</p>
      <p>
        {lift === null
          ? words.noLift
          : high === null
            ? words.liftOpen(part(lift), part(low))
            : words.lift(part(lift), part(low), part(high))}
      </p>
    </>
  )
}
