import type { Figures, Outcome } from './outcome.ts'

/** A decision in one sentence with its figures, in English; who speaks otherwise has the reason and the figures. */
export function sentenceOf({ reason, figures }: Pick<Outcome, 'reason' | 'figures'>): string {
  switch (reason) {
    case 'winner':
      return `${figures.variant} wins: ${compared(figures)}; the difference lies between ${bounds(figures)}, however often one looks (${part(figures.confidence)}), and what ${figures.variant} may be expected to lose is ${amount(figures.expected_loss, figures)} a message.`
    case 'no_difference':
      return `No difference worth having until the deadline: ${compared(figures)}, and the difference lies between ${bounds(figures)}, however often one looks (${part(figures.confidence)}). ${rest(figures)}`
    case 'too_few':
      return `Too few messages were watched until the deadline: ${figures.least} of a variant, and ${figures.min_per_variant} are the least. ${rest(figures)}`
    case 'shares_moved':
      return `The next batch goes ${sharesIn(figures)}: ${compared(figures)}, and ${figures.variant} is the best with a probability of ${part(figures.probability_best)}.`
    case 'shares_kept':
      return `The next batch goes ${sharesIn(figures)}, as before: the ${figures.watched} messages that were watched say nothing yet.`
    case 'by_hand':
      return `${figures.variant} was chosen by hand.`
    case 'stopped':
      return 'The experiment was stopped by hand: the rest goes by the weights of the variants.'
    case 'campaign_cancelled':
      return 'The campaign was cancelled, and its experiment with it.'
  }
}

const compared = (figures: Figures) =>
  figures.other === null || figures.other === undefined
    ? `${figures.variant} has ${amount(figures.mean, figures)}${ofWhat(figures)}`
    : `${amount(figures.mean, figures)} of ${figures.variant} against ${amount(figures.other_mean, figures)} of ${figures.other}${ofWhat(figures)}`

function ofWhat({ goal, conversion }: Figures): string {
  if (goal === 'clickers') return ' clicked'
  return goal === 'conversions' ? ` did "${conversion}"` : ' a message'
}

const bounds = (figures: Figures) => `${amount(figures.low, figures)} and ${amount(figures.high, figures)}`

const sharesIn = (figures: Figures) =>
  Object.entries(figures)
    .flatMap(([name, share]) => (name.startsWith('share ') ? [`${part(share)} to ${name.slice('share '.length)}`] : []))
    .join(', ')

function rest({ rule, chosen }: Figures): string {
  switch (rule) {
    case 'nobody_left':
      return 'Everybody has been sent to.'
    case 'ask':
      return 'A person has to choose what the others get.'
    case 'split':
      return 'The others get the variants by their weights.'
    default:
      return `The others get ${chosen}.`
  }
}

type Figure = Figures[string] | undefined

/** A rate in percent, or a value in its currency. */
function amount(figure: Figure, { goal, currency }: Figures): string {
  if (typeof figure !== 'number') return 'unknown'
  return goal === 'value' ? `${currency} ${figure.toFixed(Math.abs(figure) < 1 ? 4 : 2)}` : part(figure)
}

function part(figure: Figure): string {
  if (typeof figure !== 'number') return 'unknown'
  const percent = figure * 100
  return `${percent.toFixed(Math.abs(percent) < 1 ? 2 : 1)}%`
}
