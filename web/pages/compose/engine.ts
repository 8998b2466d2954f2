import { placeholders } from '../../../src/lib/composedText.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { OPT_OUT_FIELD } from '../../../src/lib/linkPlans.ts'
import { replaceForcing } from '../../../src/lib/forcing.ts'
import { countParts } from '../../../src/lib/segments.ts'
import { parseTemplate } from '../../../src/lib/template.ts'
import { estimate, sidesOrNone } from './estimate.ts'
import { adviceFor, domainOf, measure, optOutLength } from './measure.ts'
import { marksOf } from './marks.ts'
import { replaceOutsideLinks } from './replaceCharacter.ts'
import { lacksValues, longestOf, sentPieces } from './sentPieces.ts'

/** Where the links of a text begin; none of a text that cannot be sent. */
function linkStartsOf(text: string): number[] {
  try {
    return parseTemplate(text).links.map(({ start }) => start)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** The parts that a text would take in GSM-7; characters without a replacement are taken as one each. */
const partsInGsm7 = (sent: string): number => countParts(replaceForcing(sent).replace(/\P{ASCII}/gu, 'x')).parts

/** All that needs to recognise links, as one part that is loaded beside the page: the recogniser weighs as much as the screens. */
export const engine = {
  measure,
  marksOf,
  domainOf,
  optOutLength,
  optOutField: OPT_OUT_FIELD,
  estimate,
  sidesOrNone,
  adviceFor,
  placeholders,
  lacksValues,
  longestOf,
  sentPieces,
  linkStartsOf,
  partsInGsm7,
  replaceForcing,
  replaceOutsideLinks,
}
