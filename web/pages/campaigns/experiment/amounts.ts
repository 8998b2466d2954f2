import type { ExperimentDesign } from '../../../../src/contract/experimentDesign.ts'
import { useFormat } from '../../../i18n/format.ts'

type Figure = number | null | undefined
const UNKNOWN = '–'

/** What the variants compete on, as it is written: a rate in percent, or a value per message in its currency. */
export function useAmounts(goal: ExperimentDesign['goal']) {
  const format = useFormat()
  const money = (value: number, currency: string) => format.money({ amount: value.toFixed(Math.abs(value) < 1 ? 4 : 2), currency })
  const points = new Intl.NumberFormat(format.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const known = (figure: Figure, write: (value: number) => string) => (typeof figure === 'number' ? write(figure) : UNKNOWN)
  return {
    amount: (figure: Figure) => known(figure, (value) => (goal.kind === 'value' ? money(value, goal.currency) : format.percent(value))),
    /** Between two of these: in points of percent, without the sign of it, since "1% more" would be a part of it. */
    difference: (figure: Figure) =>
      known(figure, (value) => (goal.kind === 'value' ? money(value, goal.currency) : points.format(value * 100))),
    points: (figure: Figure) => known(figure, (value) => points.format(value * 100)),
    part: (figure: Figure) => known(figure, format.percent),
    number: (figure: Figure) => known(figure, format.number),
  }
}
export type Amounts = ReturnType<typeof useAmounts>
