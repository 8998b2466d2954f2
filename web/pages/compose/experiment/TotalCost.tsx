import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { moneyOf } from '../money.ts'
import type { Stage } from '../stage.ts'
import { textWords } from '../textWords.ts'
import { totalCost } from './totalCost.ts'
import { variantWords } from './variantWords.ts'

/** What all variants cost together. */
export function TotalCost({ stage }: { stage: Stage }) {
  const words = useWords(variantWords)
  const measures = useWords(textWords).measures
  const { money } = useFormat()
  const total = totalCost(stage)
  if (stage.count === 0) return null
  if (total === undefined) {
    // Or it is not reckoned yet.
    const isKnown = stage.pieces.every(({ estimate }) => estimate !== undefined)
    return isKnown ? <span title={measures.unknownCostMeaning}>{measures.unknownCost}</span> : null
  }
  const { min, typical, max, currency, isDecided } = total
  const amount = (micros: number) => money(moneyOf(micros, currency))
  const sentence = () => {
    if (Math.round(min) === Math.round(max)) return measures.inAll(amount(typical))
    if (isDecided) return words.between(amount(min), amount(max))
    return measures.costRange(amount(min), amount(typical), amount(max))
  }
  return <span className="figure">{sentence()}</span>
}
