import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import type { EndpointHealth } from './queries.ts'
import { webhookWords } from './words.ts'

/** How many deliveries the strip shows. */
const SHOWN = 50
const BAR = 4
const HEIGHT = 20

/** Full height: arrived. Half: tried again. A stub with a gap above the line: given up. So it is read without colours too. */
const bars = { delivered: { y: 2, height: 16 }, waiting: { y: 10, height: 8 }, failed: { y: 14, height: 4 } } as const

/** The latest deliveries as small bars, the newest at the right. */
export function HealthStrip({ latest }: { latest: EndpointHealth['latest'] }) {
  const words = useWords(webhookWords)
  const format = useFormat()
  if (latest.length === 0) return <span className="soft">{words.nothingYet}</span>
  const count = (state: EndpointHealth['latest'][number]['state']) =>
    format.number(latest.filter((delivery) => delivery.state === state).length)
  const title = words.strip({ delivered: count('delivered'), waiting: count('waiting'), failed: count('failed') })
  const drawn = latest.slice(0, SHOWN).map(({ state }, index) => ({ state, x: (SHOWN - 1 - index) * BAR }))
  return (
    <svg
      className="webhook-strip"
      viewBox={`0 0 ${SHOWN * BAR} ${HEIGHT}`}
      width={SHOWN * BAR}
      height={HEIGHT}
      role="img"
      aria-label={title}
    >
      <title>{title}</title>
      <line x1="0" x2={SHOWN * BAR} y1={HEIGHT - 1.5} y2={HEIGHT - 1.5} />
      {drawn.map(({ state, x }) => (
        <rect key={x} className={state} x={x} width={BAR - 1} {...bars[state]} />
      ))}
    </svg>
  )
}
