/**
 * Simulates what the statistics of experiments promise, with fixed seeds, each figure with its standard error and its bar.
 * Arguments: runs of the simulations of intervals, 10,000 unless told. Run: `npm run bench experiments`
 */
import { messagesNeeded, rateDifference } from '../src/lib/statistics/plan.ts'
import { coversDifference, coversRate, coversValue } from './experiments/coverage.ts'
import { everWrongWithDelay } from './experiments/delayed.ts'
import { everWrong, everWrongInLift, everWrongInValue, mismatchFound } from './experiments/looks.ts'
import { banditRun, evenRegret, leastRegret, meanOf } from './experiments/regret.ts'
import type { BanditDesign } from './experiments/regret.ts'
import { atLeast, atMost, between, figure, table } from './experiments/rows.ts'
import { shareOf } from './experiments/share.ts'
import { winnerOf } from './experiments/winners.ts'
import { argument, count, say } from './node/say.ts'

const RUNS = argument(0, 10_000)
const TESTS = Math.min(1_000, RUNS)
const BANDITS = Math.min(100, RUNS)

say(`${count(RUNS)} runs for bounds, ${count(TESTS)} for the planner, ${BANDITS} for bandits; seeds 0, 1, 2 and so on`)
planner()
fixedHorizon()
alwaysValid()
others()
bandit([0.03, 0.04, 0.05, 0.06])
bandit([0.04, 0.04, 0.04, 0.04])

function planner(): void {
  table('Planner and winner at power 95 %, a look every 100 messages', 'runs')
  for (const rates of [
    [0.04, 0.05],
    [0.04, 0.04, 0.05],
    [0.2, 0.22],
  ]) {
    const planned = messagesNeeded(rateDifference(rates[0] ?? 0, rates.at(-1) ?? 0), {
      variants: rates.length,
      power: 0.95,
      alpha: 0.05,
      allocation: 'fixed',
    })
    const name = `${percents(rates)}, ${count(planned)} messages each`
    atLeast(
      `the best one is named: ${name}`,
      shareOf(TESTS, (seed) => winnerOf({ rates, planned }, seed) === rates.length - 1),
      0.93,
    )
    const equal = rates.map(() => rates[0] ?? 0)
    atMost(
      `a winner of equal ones: ${percents(equal)}, as many`,
      shareOf(TESTS, (seed) => winnerOf({ rates: equal, planned }, seed) !== undefined),
      0.065,
    )
  }
}

function fixedHorizon(): void {
  const bars = [0.94, 0.96] as const
  table('Fixed-horizon 95 % bounds that hold the truth', 'runs')
  for (const [rate, messages] of [
    [0.04, 5_000],
    [0.005, 20_000],
    [0.3, 500],
  ] as const)
    between(
      `a rate: ${percents([rate])}, ${count(messages)} messages`,
      shareOf(RUNS, (seed) => coversRate({ rate, messages }, seed)),
      bars,
    )
  for (const [rates, messages] of [
    [
      [0.04, 0.05],
      [5_000, 5_000],
    ],
    [
      [0.005, 0.008],
      [2_000, 8_000],
    ],
    [
      [0.3, 0.2],
      [400, 200],
    ],
  ] as const)
    between(
      `a difference: ${percents(rates)}, ${messages.map(count).join(' and ')} messages`,
      shareOf(RUNS, (seed) => coversDifference({ rates, messages }, seed)),
      bars,
    )
  const value = { rate: 0.04, spread: 1, messages: 5_000 }
  between(
    'a difference of values: 4 % order, lognormal (1), 5,000 messages each',
    shareOf(RUNS, (seed) => coversValue(value, seed)),
    bars,
  )
}

function alwaysValid(): void {
  table('Always-valid 95 % bounds that leave the truth out at any look, every 100 messages', 'runs')
  for (const rates of [
    [0.04, 0.05],
    [0.04, 0.04],
    [0.005, 0.01],
    [0.3, 0.3],
    [0.04, 0.04, 0.04],
    [0.03, 0.04, 0.05, 0.06],
    [0.04, 0.04, 0.04, 0.04, 0.04, 0.05],
  ])
    for (const allocation of ['fixed', 'adaptive'] as const)
      atMost(
        `${percents(rates)}, all pairs, ${allocation === 'fixed' ? 'even' : 'nine in ten to the leader'}`,
        shareOf(RUNS, (seed) => everWrong({ rates, planned: Math.round(5_000 / rates.length), allocation }, seed)),
        0.05,
      )
  const late = { rates: [0.04, 0.05], messages: 6_000 } as const
  atMost(
    '4.0, 5.0 %, nine in ten to the leader, answers late by 10 looks on average',
    shareOf(RUNS, (seed) => everWrongWithDelay(late, seed)),
    0.05,
  )
}

function others(): void {
  table('Values, lift and mismatch, a look every 100 messages', 'runs')
  for (const value of [
    { rate: 0.02, spread: 1, cap: 10, planned: 5_000 },
    { rate: 0.01, spread: 1.5, cap: 30, planned: 2_500 },
  ])
    atMost(
      `values, truth left out: ${percents([value.rate])} order, lognormal (${value.spread}), cut at ${value.cap} medians`,
      shareOf(RUNS, (seed) => everWrongInValue(value, seed)),
      0.05,
    )
  const lift = { sent: 0.02, heldOut: 0.015, people: 20_000 }
  atMost(
    'lift, truth left out as difference or as ratio: 2.0 against 1.5 %, a tenth held out',
    shareOf(RUNS, (seed) => everWrongInLift(lift, seed)),
    0.05,
  )
  const none = { real: [0.5, 0.5], messages: 20_000, alpha: 0.01 }
  atMost(
    'mismatch found although there is none (at 0.01)',
    shareOf(RUNS, (seed) => mismatchFound(none, seed)),
    0.01,
  )
  const mismatch = { ...none, real: [0.48, 0.52] }
  atLeast(
    'mismatch found in 20,000 messages: 48 and 52 % instead of even',
    shareOf(RUNS, (seed) => mismatchFound(mismatch, seed)),
    0.9,
  )
}

function bandit(rates: readonly number[]): void {
  const even = evenRegret(rates, 100_000)
  table(`Bandit with ${percents(rates)}, 100,000 messages in batches of 1,000, control 10 %, floor 2 %`, 'figure')
  for (const delay of [1, 10]) {
    const design: BanditDesign = { rates, messages: 100_000, delay, control: 0.1, floor: 0.02 }
    const runs = Array.from({ length: BANDITS }, (_, seed) => banditRun(design, seed))
    const smallest = Math.min(...runs.map(({ smallestShare }) => smallestShare))
    const { mean, error } = meanOf(runs.map(({ regret }) => regret))
    if (even > 0) {
      const bar = even / 2
      figure(`regret, answers ${delay} batches late`, {
        value: count(mean),
        error: error.toFixed(1),
        bar: `at most ${count(bar)}`,
        isMet: mean <= bar,
      })
    }
    figure(`smallest share of any variant, answers ${delay} batches late`, {
      value: smallest.toFixed(4),
      error: '',
      bar: 'at least 0.02',
      isMet: smallest >= 0.02,
    })
  }
  if (even > 0)
    say(`  For comparison: an even split loses ${count(even)}; Lai and Robbins' bound is ${count(leastRegret(rates, 100_000))}.`)
}

function percents(rates: readonly number[]): string {
  return `${rates.map((rate) => (rate * 100).toFixed(1)).join(', ')} %`
}
