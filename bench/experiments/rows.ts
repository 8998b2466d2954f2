import { judge, say } from '../node/say.ts'
import { errorOf } from './share.ts'
import type { Share } from './share.ts'

const widths = [80, 12, 11, 16] as const

/** The head of a table. */
export function table(title: string, measured: string): void {
  say(`\n${title}`)
  row('', [measured, 'std error', 'bar'], '')
}

/** A share of runs in percent, at most as high as the bar. */
export function atMost(name: string, share: Share, bar: number): void {
  shareRow(name, share, { bar: `at most ${percent(bar)}`, isMet: share.found / share.runs <= bar })
}

/** A share of runs in percent, at least as high as the bar. */
export function atLeast(name: string, share: Share, bar: number): void {
  shareRow(name, share, { bar: `at least ${percent(bar)}`, isMet: share.found / share.runs >= bar })
}

/** A share of runs in percent, between the bars. */
export function between(name: string, share: Share, [low, high]: readonly [number, number]): void {
  const part = share.found / share.runs
  shareRow(name, share, { bar: `${low * 100} to ${high * 100} %`, isMet: part >= low && part <= high })
}

/** A figure, at most or at least as high as the bar. */
export function figure(name: string, { value, error, bar, isMet }: { value: string; error: string; bar: string; isMet: boolean }): void {
  row(name, [value, error, bar], judge(isMet))
}

function shareRow(name: string, share: Share, { bar, isMet }: { bar: string; isMet: boolean }): void {
  row(name, [percent(share.found / share.runs, 2), percent(errorOf(share), 2), bar], judge(isMet))
}

function row(name: string, [measured, error, bar]: readonly [string, string, string], verdict: string): void {
  const [first, second, third, fourth] = widths
  say(`  ${name.padEnd(first)}${measured.padStart(second)}${error.padStart(third)}${bar.padStart(fourth)}  ${verdict}`.trimEnd())
}

const percent = (part: number, digits = 1) => `${(part * 100).toFixed(digits)} %`
