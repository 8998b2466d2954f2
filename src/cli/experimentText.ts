import type { Experiment, ExperimentPlan } from '../contract/experiments.ts'
import { fields, showTime, table } from './output.ts'

const number = (value: number | null) => (value === null ? '-' : value.toLocaleString('en'))

/** An experiment with what was seen of each variant, for people. */
export function describeExperiment(found: Experiment): string[] {
  const { goal } = found.design
  const isValue = goal.kind === 'value'
  const figure = (value: number | null) => (value === null ? '-' : isValue ? value.toFixed(4) : percent(value))
  const shareOf = (id: string) => found.shares.find((one) => one.variant_id === id)?.share ?? null
  const rows = found.variants.map((one) => [
    ...[one.name, percent(shareOf(one.variant_id)), number(one.sent), number(one.watched), number(one.successes), figure(one.mean)],
    ...[`${figure(one.low)} to ${figure(one.high)}`, percent(one.probability_best), figure(one.expected_loss)],
  ])
  return [
    ...fields([
      ['Campaign', found.campaign_id],
      ['Way', found.design.way],
      [
        'Goal',
        goal.kind === 'value' ? `value in ${goal.currency}` : goal.kind === 'conversions' ? `conversions "${goal.name}"` : 'clickers',
      ],
      ['State', `${found.phase}${found.is_waiting ? ', recipients wait for a decision' : ''}`],
      ['Deadline', showTime(found.deadline_at)],
      ['Figures of', showTime(found.looked_at)],
      ['Decisions', String(found.decisions)],
    ]),
    '',
    ...table(['VARIANT', 'SHARE', 'SENT', 'WATCHED', 'DID IT', isValue ? 'VALUE' : 'RATE', 'BETWEEN', 'BEST', 'LOSS'], rows),
    ...holdoutLines(found),
    ...gainLines(found),
    ...(found.sample_ratio?.state === 'suspicious'
      ? [
          '',
          `The variants did not get what their shares say (p = ${found.sample_ratio.p_value.toPrecision(2)}): do not trust these figures.`,
        ]
      : []),
    ...(found.verdict === null ? [] : ['', found.verdict.detail]),
  ]
}

function holdoutLines({ holdout }: Experiment): string[] {
  if (holdout === null) return []
  const held = `Held out  ${number(holdout.recipients)} recipients`
  if (holdout.state !== 'measured') return ['', `${held}; ${holdout.state.replaceAll('_', ' ')}`]
  return ['', `${held}; sending changes ${percent(holdout.lift)} (${percent(holdout.lift_low)} to ${percent(holdout.lift_high)})`]
}

function gainLines({ gain, design: { goal } }: Experiment): string[] {
  if (gain === null) return []
  const figure = (value: number) => (goal.kind === 'value' ? `${value.toFixed(2)} ${goal.currency}` : number(Math.round(value)))
  return ['', `Gained    ${figure(gain.estimate)} over an even split (${figure(gain.low)} to ${figure(gain.high)})`]
}

/** What a design needs, for people. */
export function describePlan(plan: ExperimentPlan): string[] {
  return [
    ...fields([
      ['Recipients', number(plan.recipients)],
      ['Held out', number(plan.held_out)],
      ['Each variant', number(plan.tested_per_variant)],
      ['Rate', `${percent(plan.baseline)} (${plan.baseline_from.replaceAll('_', ' ')})`],
      ['Difference', percent(plan.difference)],
      ['Needed', number(plan.needed_per_variant)],
      ['Can show', percent(plan.detectable_difference)],
    ]),
    ...plan.findings.map(({ severity, detail }) => `\n${severity === 'problem' ? 'Problem' : 'Warning'}: ${detail}`),
  ]
}

const percent = (value: number | null) => (value === null ? '-' : `${(value * 100).toFixed(1)} %`)
