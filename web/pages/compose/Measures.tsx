import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import type { Estimate } from './estimate.ts'
import type { Sides } from './measure.ts'
import { moneyOf } from './money.ts'
import { textWords } from './textWords.ts'

/** Length, parts and cost in one line; what depends on the person, below. */
export function Measures({
  sides,
  estimate,
  costNote,
}: {
  sides: Sides
  estimate: Estimate | undefined
  /** What the cost is of, where that is not all that is sent. */
  costNote?: string
}) {
  const words = useWords(textWords).measures
  const { number } = useFormat()
  const { units, left, encoding, parts } = sides.after
  return (
    <div className="compose-measures" aria-live="off">
      <p className="compose-line">
        <span className="figure">{words.of(number(units), number(units + left))}</span>
        <span title={encoding === 'gsm7' ? words.gsm7Meaning : words.ucs2Meaning} className={encoding === 'ucs2' ? 'compose-warn' : ''}>
          {words[encoding]}
        </span>
        <PartsText estimate={estimate} parts={parts} />
        {estimate !== undefined && estimate.recipients > 0 && <Cost estimate={estimate} />}
        {estimate?.cost !== undefined && costNote !== undefined && <span className="soft">{costNote}</span>}
      </p>
      {estimate !== undefined && <ByPerson estimate={estimate} />}
    </div>
  )
}

export function PartsText({ estimate, parts }: { estimate: Estimate | undefined; parts: number }) {
  const words = useWords(textWords).measures
  const { number } = useFormat()
  if (estimate === undefined || estimate.measured === 0) return <span className="figure">{words.parts(number(parts), parts === 1)}</span>
  const { min, max } = estimate.parts
  return <span className="figure">{min === max ? words.parts(number(min), min === 1) : words.partsRange(number(min), number(max))}</span>
}

/** What all of it costs: exactly where each person was measured, else from the least to the most. */
export function Cost({ estimate }: { estimate: Estimate }) {
  const words = useWords(textWords).measures
  const { money } = useFormat()
  const { cost, recipients, isExact } = estimate
  if (cost === undefined) return <span title={words.unknownCostMeaning}>{words.unknownCost}</span>
  const amount = (micros: number) => money(moneyOf(micros, cost.currency))
  if (cost.min === cost.max)
    return (
      <>
        {recipients > 1 && isEven(estimate) && <span className="figure">{words.each(amount(cost.typical / recipients))}</span>}
        <span className="figure">{words.inAll(amount(cost.typical))}</span>
      </>
    )
  return (
    <span className="figure">
      {isExact ? words.inAll(amount(cost.typical)) : words.costRange(amount(cost.min), amount(cost.typical), amount(cost.max))}
    </span>
  )
}

/** A price for each is said only where all pay the same, or it would be an average. */
const isEven = ({ cost, recipients, parts, isEvenPrice }: Estimate): boolean =>
  isEvenPrice && parts.min === parts.max && cost !== undefined && cost.typical % recipients === 0

function ByPerson({ estimate }: { estimate: Estimate }) {
  const words = useWords(textWords).measures
  const { number } = useFormat()
  const { characters, isExact, measured, recipients, ucs2 } = estimate
  const notes = [
    measured > 0 && characters.min !== characters.max ? words.byName(number(characters.min), number(characters.max)) : undefined,
    !isExact && measured > 0 ? words.sampled(number(measured), number(recipients)) : undefined,
    ucs2 > 0 && ucs2 < measured ? words.ucs2ByValues(number(ucs2), number(measured)) : undefined,
  ].filter((note) => note !== undefined)
  if (notes.length === 0) return null
  return (
    <p className="soft small compose-line">
      {notes.map((note) => (
        <span key={note}>{note}</span>
      ))}
    </p>
  )
}
