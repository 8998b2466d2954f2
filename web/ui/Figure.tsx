import { useFormat, type Money as Amount } from '../i18n/format.ts'

/** What is not known is a dash, never a 0; a card on a phone leaves it out. */
export const Nothing = () => <span className="soft nothing">–</span>

export function NumberText({ value }: { value: number | null | undefined }) {
  const format = useFormat()
  return typeof value === 'number' ? <span className="figure">{format.number(value)}</span> : <Nothing />
}

/** A rate between 0 and 1. */
export function Percent({ value }: { value: number | null | undefined }) {
  const format = useFormat()
  return typeof value === 'number' ? <span className="figure">{format.percent(value)}</span> : <Nothing />
}

/** What a part or a message costs, with every place that it was set with. */
export function Price({ value }: { value: Amount | null }) {
  const format = useFormat()
  return value === null ? <Nothing /> : <span className="figure">{format.price(value)}</span>
}

/** An amount of the API with its currency. */
export function Money({ value }: { value: Amount | null | undefined }) {
  const format = useFormat()
  return value === null || value === undefined ? <Nothing /> : <span className="figure">{format.money(value)}</span>
}
