import { designFindings, type DesignFinding, type ExperimentPlan } from '../../contract/experiments.ts'
import type { Figures } from './outcome.ts'

type Finding = ExperimentPlan['findings'][number]

/** What speaks against a design, with a sentence for those who read English. */
export const finding = (code: DesignFinding, figures: Figures): Finding => ({
  ...{ code, severity: designFindings[code], detail: detailOf(code, figures), figures },
})

function detailOf(code: DesignFinding, figures: Figures): string {
  switch (code) {
    case 'no_tracked_link':
      return `Nobody could tell what recipients of ${figures.variants} do: the text needs a link that is tracked for each recipient.`
    case 'conversion_never_seen':
      return `No conversion ${named(figures)}ever came in: as long as none does, no variant can win. Report one to see that it works.`
    case 'price_unknown':
      return figures.price_currency === null
        ? `The price cannot be taken off: no price of a message is known. Ask the operator to set prices in ${figures.currency}.`
        : `The price cannot be taken off: messages are priced in ${figures.price_currency}, and the goal is in ${figures.currency}.`
    case 'too_few_recipients':
      return `${figures.tested} recipients of each variant are too few to find a difference of ${part(figures.difference)}: ${figures.needed} are needed. ${detectable(figures)}`
    case 'test_too_small':
      return `The test is too small to find a difference of ${part(figures.difference)}: ${figures.needed} recipients of each variant are needed, and it has ${figures.tested}. Raise test_share.`
    case 'below_minimum':
      return `Each variant gets ${figures.tested} recipients, and ${figures.min_per_variant} are the least for a winner (min_per_variant): there will be none.`
    case 'wait_too_short':
      return `Within ${figures.wait_minutes} minutes only ${part(figures.arrived)} of what comes has usually come: a longer waiting time tells more.`
    case 'holdout_not_measurable':
      return figures.goal === 'clickers'
        ? 'What sending changes cannot be measured by clicks: whoever gets nothing cannot click. Choose a conversion as the goal, and report it with the number.'
        : 'What sending changes can be measured only by conversions that are reported with the number of the person, and none ever was.'
  }
}

const named = ({ conversion, currency }: Figures) =>
  `${conversion === null ? '' : `"${conversion}" `}${currency === null ? '' : `in ${currency} `}`

const detectable = ({ detectable: smallest }: Figures) =>
  typeof smallest === 'number' ? `They can show one of ${part(smallest)} or more.` : 'They can show none.'

const part = (figure: Figures[string] | undefined) =>
  typeof figure === 'number' ? `${(figure * 100).toFixed(figure < 0.1 ? 1 : 0)}%` : 'unknown'
