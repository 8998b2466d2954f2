import type { ExperimentDesign } from '../../../../src/contract/experimentDesign.ts'
import type { Decision } from '../../../../src/contract/experiments.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useAmounts, type Amounts } from './amounts.ts'
import { verdictWords } from './verdictWords.ts'

type Told = Pick<Decision, 'reason' | 'figures'>
type Figure = Decision['figures'][string] | undefined
type Words = (typeof verdictWords)['en']

/** Says a decision in the reader's language, from its reason and its figures. */
export function useSentence(goal: ExperimentDesign['goal']): (told: Told) => string {
  const words = useWords(verdictWords)
  const format = useFormat()
  const amounts = useAmounts(goal)
  const list = new Intl.ListFormat(format.locale, { type: 'conjunction' })
  return ({ reason, figures }) => {
    return words.reasons[reason]({
      variant: textOf(figures.variant),
      compared: comparedOf(figures, goal, { words, amounts }),
      low: amounts.difference(boundOf(figures.low, goal)),
      high: upperOf(figures.high, goal, { words, amounts }),
      confidence: amounts.part(numberOf(figures.confidence)),
      loss: words[goal.kind === 'value' ? 'valueLost' : 'pointsLost'](amounts.difference(numberOf(figures.expected_loss))),
      probability: amounts.part(numberOf(figures.probability_best)),
      least: amounts.number(numberOf(figures.least)),
      minimum: amounts.number(numberOf(figures.min_per_variant)),
      watched: amounts.number(numberOf(figures.watched)),
      shares: list.format(sharesIn(figures).map(({ name, share }) => words.share(amounts.part(share), name))),
      rest: restOf(figures, words),
    })
  }
}

type With = { words: Words; amounts: Amounts }

/** What is known of few messages reaches beyond what two rates can differ by. */
function boundOf(figure: Figure, { kind }: ExperimentDesign['goal']): number | undefined {
  const bound = numberOf(figure)
  return bound === undefined || kind === 'value' ? bound : Math.max(-1, Math.min(1, bound))
}

/** A difference of values has a currency, one of rates is in percentage points. */
function upperOf(figure: Figure, goal: ExperimentDesign['goal'], { words, amounts }: With): string {
  const bound = amounts.difference(boundOf(figure, goal))
  return goal.kind === 'value' ? bound : words.points(bound)
}

function comparedOf(figures: Decision['figures'], goal: ExperimentDesign['goal'], { words, amounts }: With): string {
  const what = goal.kind === 'conversions' ? words.goals.conversions(goal.name) : words.goals[goal.kind]
  const [variant, mean] = [textOf(figures.variant), amounts.amount(numberOf(figures.mean))]
  if (typeof figures.other !== 'string') return words.alone(variant, mean, what)
  return words.against(variant, mean, figures.other, amounts.amount(numberOf(figures.other_mean)), what)
}

const PREFIX = 'share '
const sharesIn = (figures: Decision['figures']) =>
  Object.entries(figures).flatMap(([key, share]) =>
    key.startsWith(PREFIX) && typeof share === 'number' ? [{ name: key.slice(PREFIX.length), share }] : [],
  )

function restOf({ rule, chosen }: Decision['figures'], words: Words): string {
  if (rule === 'nobody_left' || rule === 'ask' || rule === 'split') return words.rest[rule]
  return words.others(textOf(chosen))
}

const numberOf = (figure: Figure): number | undefined => (typeof figure === 'number' ? figure : undefined)
const textOf = (figure: Figure): string => (typeof figure === 'string' ? figure : '–')
