import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Format } from '../../i18n/format.ts'

export type Look = {
  colour: string
  step: 'hour' | 'day'
  height: number
  hasTimes: boolean
  format: Format
  onPoint: (at: number | null) => void
}
export type Drawn = { show: (times: readonly number[], values: readonly number[]) => void; stop: () => void }

/** Draws bars into an element, in its colours and as wide as it is, until it is stopped. */
export function drawPlot(parent: HTMLElement, look: Look): Drawn {
  const plot = new uPlot(options(parent, look), [[], []], parent)
  const grown = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height: look.height }))
  grown.observe(parent)
  const stopListening = onSchemeChange(() => plot.redraw())
  return {
    show: (times, values) => plot.setData([[...times], [...values]]),
    stop() {
      stopListening()
      grown.disconnect()
      plot.destroy()
    },
  }
}

function options(parent: HTMLElement, { colour, step, height, hasTimes, format, onPoint }: Look): uPlot.Options {
  const of = (name: string) => () => resolved(parent, name)
  const grid = { stroke: of('--line'), width: 1 }
  const axis = { stroke: of('--soft'), grid, ticks: { show: false }, font: '12px system-ui, sans-serif' }
  const bars = uPlot.paths.bars
  return {
    ...{ width: parent.clientWidth, height, padding: [8, 36, 0, 0], legend: { show: false } },
    tzDate: (at) => uPlot.tzDate(new Date(at * 1_000), format.zone),
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false }, sync: { key: 'campaign' } },
    scales: {
      x: { range: ({ data: [times] }) => aroundBars(times[0] ?? 0, times.at(-1) ?? 0, step) },
      y: { range: (_, __, max) => [0, Math.max(1, max)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 88,
        size: hasTimes ? 28 : 8,
        values: (_, ticks, ___, ____, gap) => ticks.map((at) => (hasTimes ? timeLabel(at, gap, format) : '')),
      },
      { ...axis, size: 52, incrs: wholeSteps, values: (_, ticks) => ticks.map((value) => format.number(value)) },
    ],
    series: [
      {},
      {
        stroke: of(colour),
        fill: of(colour),
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars({ size: [0.8, 24] }) }),
      },
    ],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  }
}

/** The first and the last bar have as much room as the others; a single one is no wall. */
function aroundBars(min: number, max: number, step: 'hour' | 'day'): [number, number] {
  const width = step === 'hour' ? 3_600 : 86_400
  const spare = max - min < 12 * width ? (12 * width - (max - min)) / 2 : width / 2
  return [min - spare, max + spare]
}

/** Counts are whole. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7]

function timeLabel(at: number, gap: number, format: Format): string {
  const date = new Date(at * 1_000)
  return gap < 86_400 && format.time(date) !== '00:00' ? format.time(date) : format.date(date, date).replace(/^\p{L}+\.?,\s/u, '')
}

/** What a custom property is worth here and now; a canvas cannot read it by its name. */
function resolved(parent: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  parent.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** By the system, or by the reader, who sets an attribute of the document. */
function onSchemeChange(run: () => void): () => void {
  const query = window.matchMedia('(prefers-color-scheme: dark)')
  query.addEventListener('change', run)
  const chosen = new MutationObserver(run)
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-scheme'] })
  return () => {
    query.removeEventListener('change', run)
    chosen.disconnect()
  }
}
