import { useFormat, type Money as Amount } from '../i18n/format.ts'

/** What is not known is a dash, never a 0. */
const Nothing = () => <span className="soft">–</span>

export function NumberText({ value }: { value: number | null | undefined }) {
  const format = useFormat()
  return typeof value === 'number' ? <span className="figure">{format.number(value)}</span> : <Nothing />
}

/** A rate between 0 and 1. */
export function Percent({ value }: { value: number | null | undefined }) {
  const format = useFormat()
  return typeof value === 'number' ? <span className="figure">{format.percent(value)}</span> : <Nothing />
}

/** An amount of the API with its currency. */
export function Money({ value }: { value: Amount | null | undefined }) {
  const format = useFormat()
  return value === null || value === undefined ? <Nothing /> : <span className="figure">{format.money(value)}</span>
}
