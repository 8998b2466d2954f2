import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useFormat } from '../../i18n/format.ts'
import type { Drawn, Look } from './drawPlot.ts'
import { keepToKnownLanguage } from './knownLanguage.ts'

type PlotProps = {
  name: string
  /** Name of the custom property that holds it; it stays the same, as do the step and whether times stand below. */
  colour: string
  step: 'hour' | 'day'
  hasTimes: boolean
  /** Seconds, without gaps. */
  times: readonly number[]
  values: readonly number[]
  height: number
  /** The bucket under the mouse. */
  onPoint: (at: number | null) => void
}

/** One row of bars from zero. What draws them is loaded with the first of them. */
export function Plot({ name, colour, step, hasTimes, times, values, height, onPoint }: PlotProps) {
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const drawn = useRef<Drawn>(undefined)
  const [fault, setFault] = useState<Error>()
  const point = useEffectEvent(onPoint)
  const draw = useEffectEvent((parent: HTMLElement, make: (parent: HTMLElement, look: Look) => Drawn) => {
    const made = make(parent, { colour, step, hasTimes, height, format, onPoint: (at) => point(at) })
    made.show(times, values)
    return made
  })
  useEffect(() => {
    let isGone = false
    const begin = async () => {
      keepToKnownLanguage()
      const { drawPlot } = await import('./drawPlot.ts')
      if (!isGone && box.current !== null) drawn.current = draw(box.current, drawPlot)
    }
    begin().catch(setFault)
    return () => {
      isGone = true
      drawn.current?.stop()
      drawn.current = undefined
    }
  }, [])
  useEffect(() => drawn.current?.show(times, values), [times, values])
  // The page says what to do, such as when a newer version is installed.
  if (fault !== undefined) throw fault
  const highest = values.reduce((most, value) => Math.max(most, value), 0)
  return (
    <div className="plot">
      <span className="plot-name">{name}</span>
      <div ref={box} className="plot-box" style={{ height }} role="img" aria-label={`${name}: 0–${format.number(highest)}`} />
    </div>
  )
}
