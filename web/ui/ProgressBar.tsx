import './ProgressBar.css'
import { useFormat } from '../i18n/format.ts'

/** How much of something is done, from 0 to 1. `label` says of what. */
export function ProgressBar({ value, label }: { value: number; label: string }) {
  const format = useFormat()
  const done = Math.min(1, Math.max(0, value))
  return <progress className="progress-bar" value={done} max={1} aria-label={label} aria-valuetext={format.percent(done)} />
}
