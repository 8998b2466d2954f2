import type { DecisionReason } from '../../../../src/contract/experiments.ts'
import { defineWords } from '../../../i18n/words.ts'

/** What a sentence about a decision names, as it is written. */
export type Spoken = Readonly<
  Record<
    'variant' | 'compared' | 'low' | 'high' | 'confidence' | 'loss' | 'probability' | 'least' | 'minimum' | 'watched' | 'shares' | 'rest',
    string
  >
>
type Sentences = Readonly<Record<DecisionReason, (figures: Spoken) => string>>

const en: Sentences = {
  winner: ({ variant, compared, low, high, confidence, loss }) =>
    `${variant} wins: ${compared}. The difference lies between ${low} and ${high}, however often one looks (${confidence} sure). If another is better after all, that is expected to cost ${loss}.`,
  no_difference: ({ compared, low, high, confidence, rest }) =>
    `No difference worth having until the deadline: ${compared}. The difference lies between ${low} and ${high} (${confidence} sure). ${rest}`,
  too_few: ({ least, minimum, rest }) =>
    `Too few messages were watched until the deadline: ${least} of a variant, and at least ${minimum} are needed. ${rest}`,
  shares_moved: ({ shares, compared, variant, probability }) =>
    `The next batch goes ${shares}: ${compared}. ${variant} is the best with a probability of ${probability}.`,
  shares_kept: ({ shares, watched }) => `The next batch goes as before (${shares}): ${watched} watched messages say nothing yet.`,
  by_hand: ({ variant }) => `${variant} was chosen by hand for all others.`,
  stopped: () => 'Stopped by hand: the others get the variants by their weights.',
  campaign_cancelled: () => 'The campaign was cancelled, and the experiment with it.',
}

const de: Sentences = {
  winner: ({ variant, compared, low, high, confidence, loss }) =>
    `${variant} gewinnt: ${compared}. Der Unterschied liegt zwischen ${low} und ${high}, wie oft man auch hinsieht (zu ${confidence} sicher). Falls doch eine andere besser ist, kostet das voraussichtlich ${loss}.`,
  no_difference: ({ compared, low, high, confidence, rest }) =>
    `Bis zum Ende der Frist kein Unterschied, der sich lohnt: ${compared}. Der Unterschied liegt zwischen ${low} und ${high} (zu ${confidence} sicher). ${rest}`,
  too_few: ({ least, minimum, rest }) =>
    `Bis zum Ende der Frist wurden zu wenige Nachrichten beobachtet: ${least} bei einer Variante, nötig sind mindestens ${minimum}. ${rest}`,
  shares_moved: ({ shares, compared, variant, probability }) =>
    `Der nächste Schub verteilt sich so: ${shares}. Grund: ${compared}. ${variant} ist mit einer Wahrscheinlichkeit von ${probability} die beste.`,
  shares_kept: ({ shares, watched }) =>
    `Der nächste Schub geht wie bisher hinaus (${shares}): ${watched} beobachtete Nachrichten sagen noch nichts.`,
  by_hand: ({ variant }) => `${variant} wurde von Hand für alle übrigen gewählt.`,
  stopped: () => 'Von Hand beendet: Die übrigen bekommen die Varianten nach ihren Gewichten.',
  campaign_cancelled: () => 'Die Kampagne wurde abgebrochen und mit ihr das Experiment.',
}

/** Sentences of decisions, and the pieces that they are made of. */
export const verdictWords = defineWords(
  {
    reasons: en,
    alone: (variant: string, mean: string, what: string) => `${mean} for ${variant}${what}`,
    against: (variant: string, mean: string, other: string, otherMean: string, what: string) =>
      `${mean} for ${variant} against ${otherMean} for ${other}${what}`,
    goals: { clickers: ' clicked', conversions: (name: string) => ` did “${name}”`, value: ' a message' },
    share: (share: string, name: string) => `${share} to ${name}`,
    points: (figure: string) => `${figure} percentage points`,
    pointsLost: (figure: string) => `${figure} percentage points`,
    valueLost: (value: string) => `${value} a message`,
    rest: {
      nobody_left: 'Everybody has been sent to.',
      ask: 'Choose what the others get.',
      split: 'The others get the variants by their weights.',
    },
    others: (name: string) => `The others get ${name}.`,
  },
  {
    reasons: de,
    alone: (variant: string, mean: string, what: string) => `${mean} bei ${variant}${what}`,
    against: (variant: string, mean: string, other: string, otherMean: string, what: string) =>
      `${mean} bei ${variant} gegen ${otherMean} bei ${other}${what}`,
    goals: { clickers: ' haben geklickt', conversions: (name: string) => ` haben „${name}“ ausgelöst`, value: ' je Nachricht' },
    share: (share: string, name: string) => `${share} an ${name}`,
    points: (figure: string) => `${figure} Prozentpunkten`,
    pointsLost: (figure: string) => `${figure} Prozentpunkte`,
    valueLost: (value: string) => `${value} je Nachricht`,
    rest: {
      nobody_left: 'Alle wurden bereits beschickt.',
      ask: 'Wählen Sie, was die übrigen bekommen.',
      split: 'Die übrigen bekommen die Varianten nach ihren Gewichten.',
    },
    others: (name: string) => `Die übrigen bekommen ${name}.`,
  },
)
