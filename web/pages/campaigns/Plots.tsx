import { useState } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useNow } from '../../ui/clock.ts'
import type { Bucket, Series } from './hours.ts'
import { Plot } from './Plot.tsx'
import { reportWords } from './reportWords.ts'

/** Bars below each other over one axis of time; what stands under the mouse is said above them. */
export function Plots({ series, withBots }: { series: Series; withBots: boolean }) {
  const words = useWords(reportWords)
  const [at, setAt] = useState<number | null>(null)
  const { buckets } = series
  const { locale, zone } = useFormat()
  const rows = [
    { key: 'clicks', name: words.clicks, colour: '--click', of: (bucket: Bucket) => bucket.clicks },
    { key: 'conversions', name: words.conversions, colour: '--conversion', of: (bucket: Bucket) => bucket.conversions },
    ...(withBots ? [{ key: 'bots', name: words.bots, colour: '--bot', of: (bucket: Bucket) => bucket.bots }] : []),
  ]
  return (
    <div className="plots">
      <Readout series={series} bucket={at === null ? undefined : buckets[at]} />
      {rows.map(({ key, name, colour, of }, index) => (
        <Plot
          // What is drawn once and for all: another step, zone or language is another plot.
          key={`${key} ${index === rows.length - 1} ${series.step} ${zone} ${locale}`}
          name={name}
          colour={colour}
          step={series.step}
          times={buckets.map((bucket) => bucket.at)}
          values={buckets.map((bucket) => of(bucket))}
          hasTimes={index === rows.length - 1}
          height={index === 0 ? 170 : 110}
          onPoint={setAt}
        />
      ))}
    </div>
  )
}

/** Empty while nothing is pointed at, but as high, so that nothing jumps. */
function Readout({ series: { step }, bucket }: { series: Series; bucket: Bucket | undefined }) {
  const words = useWords(reportWords)
  const format = useFormat()
  const now = useNow()
  if (bucket === undefined) return <p className="plot-readout" />
  const when = new Date(bucket.at * 1_000)
  const { clicks, conversions } = bucket
  return (
    <p className="plot-readout figure">
      <strong>{step === 'hour' ? format.dateTime(when, now) : format.date(when, now)}</strong>
      {`: ${words.clickCount(clicks, format.number(clicks))}`}
      {`, ${words.conversions}: ${format.number(conversions)}`}
    </p>
  )
}
