import type { ExperimentWay, WithoutWinner } from '../../../../src/contract/experimentDesign.ts'
import type { DesignFigure } from '../../../../src/lib/experimentLimits.ts'
import { defineWords } from '../../../i18n/words.ts'
import type { GoalKind } from './design.ts'

export type Way = ExperimentWay | 'none'
type Choices<Name extends string> = Readonly<Record<Name, Readonly<{ label: string; about: string }>>>
/** The label of a figure; what it means stands below it. */
type Figures = Readonly<Record<DesignFigure, Readonly<{ name: string; hint: string }>>>

const ways: { en: Choices<Way>; de: Choices<Way> } = {
  en: {
    split: { label: 'Split', about: 'All are sent to by the shares. Tapline says which variant did better, and how sure that is.' },
    winner: { label: 'Test, then the winner', about: 'Some get the variants by the shares; the others wait, and get what won.' },
    continuous: { label: 'Continuous', about: 'Batch after batch more goes to what works, and less to the rest.' },
    none: { label: 'No comparison', about: 'All are sent to by the shares, and nothing is decided.' },
  },
  de: {
    split: {
      label: 'Aufteilen',
      about: 'Alle werden nach den Anteilen beschickt. Tapline sagt, welche Variante besser war und wie sicher das ist.',
    },
    winner: {
      label: 'Testen, dann den Sieger senden',
      about: 'Einige bekommen die Varianten nach den Anteilen; die übrigen warten und bekommen, was gewinnt.',
    },
    continuous: { label: 'Fortlaufend', about: 'Schub für Schub geht mehr an das, was wirkt, und weniger an den Rest.' },
    none: { label: 'Kein Vergleich', about: 'Alle werden nach den Anteilen beschickt; entschieden wird nichts.' },
  },
}

const goals: { en: Readonly<Record<GoalKind, string>>; de: Readonly<Record<GoalKind, string>> } = {
  en: { clickers: 'Clicks', conversions: 'Conversions', value: 'Value' },
  de: { clickers: 'Klicks', conversions: 'Konversionen', value: 'Wert' },
}

const endings: { en: Readonly<Record<WithoutWinner, string>>; de: Readonly<Record<WithoutWinner, string>> } = {
  en: {
    best: 'the one with the best figure',
    control: 'the first variant',
    split: 'all variants, by the shares',
    ask: 'what I decide then',
  },
  de: {
    best: 'die mit dem besten Wert',
    control: 'die erste Variante',
    split: 'alle Varianten, nach den Anteilen',
    ask: 'was ich dann entscheide',
  },
}

const figuresEn: Figures = {
  test_share: { name: 'Part for the test, in %', hint: 'The others wait for the winner.' },
  wait_minutes: { name: 'Waiting time in minutes', hint: 'Each message is watched for so long at most before it counts.' },
  deadline_hours: { name: 'Decide within, in hours', hint: 'From the start; without a winner by then, there is none.' },
  holdout_share: { name: 'Hold-out in %', hint: 'They get nothing, so that one sees what sending changes. 0 is nobody.' },
  min_per_variant: { name: 'Messages of each variant at least', hint: 'No variant wins before.' },
  confidence: { name: 'Confidence in %', hint: 'It holds however often one looks.' },
  max_loss: { name: 'Loss to expect at most, in %', hint: 'Of its own figure, should another one be better after all.' },
  batch_size: { name: 'Recipients in a batch', hint: 'After each, the shares are set anew.' },
  floor: { name: 'Smallest share in %', hint: 'No variant gets less.' },
  control_share: { name: 'Part by fixed shares, in %', hint: 'Of each batch, whatever was seen: it stays comparable.' },
}

const figuresDe: Figures = {
  test_share: { name: 'Anteil für den Test in %', hint: 'Die übrigen warten auf den Sieger.' },
  wait_minutes: { name: 'Wartezeit in Minuten', hint: 'So lange wird jede Nachricht höchstens beobachtet, bevor sie zählt.' },
  deadline_hours: { name: 'Entscheiden binnen, in Stunden', hint: 'Ab dem Start; gibt es bis dahin keinen Sieger, bleibt es dabei.' },
  holdout_share: { name: 'Vergleichsgruppe in %', hint: 'Sie bekommt nichts. So sieht man, was das Senden bewirkt. 0 heißt niemand.' },
  min_per_variant: { name: 'Nachrichten je Variante mindestens', hint: 'Vorher gewinnt keine.' },
  confidence: { name: 'Sicherheit in %', hint: 'Sie gilt, wie oft Sie auch hinsehen.' },
  max_loss: { name: 'Zu erwartender Verlust höchstens, in %', hint: 'Am eigenen Wert gemessen, falls doch eine andere besser ist.' },
  batch_size: { name: 'Empfänger je Schub', hint: 'Nach jedem werden die Anteile neu bestimmt.' },
  floor: { name: 'Kleinster Anteil in %', hint: 'Weniger bekommt keine Variante.' },
  control_share: { name: 'Teil nach festen Anteilen, in %', hint: 'Von jedem Schub, was auch gesehen wurde: Er bleibt vergleichbar.' },
}

/** Words of how variants compete. */
export const designWords = defineWords(
  {
    title: 'How they compete',
    ways: ways.en,
    goals: goals.en,
    endings: endings.en,
    figures: figuresEn,
    goal: 'Decided by',
    goalHint: {
      clickers: 'People who clicked.',
      conversions: 'People who did something on your site, after a click.',
      value: 'What the conversions after a click are worth, for each message.',
    },
    conversion: 'Name of the conversion',
    anyConversion: 'All conversions where it is empty.',
    conversionInvalid: 'A letter, then letters, digits and . _ -, such as order.',
    currency: 'Currency',
    currencyInvalid: 'Three capital letters, such as EUR.',
    minusPrice: 'Take off the price of the message',
    ending: 'Without a winner the others get',
    more: 'Finer rules',
    between: (min: string, max: string) => `From ${min} to ${max}.`,
    waitTooLong: 'This is longer than the time to decide: there would never be a decision.',
    floorTooHigh: (count: string, most: string) => `The shares do not add up: with ${count} variants it is at most ${most}.`,
    tooMany: (most: string) => `At most ${most} variants can be compared. Remove some, or choose no comparison.`,
    unmeasured: (names: string) =>
      `${names}: nobody could tell what recipients do. Each text needs a link that is tracked for each person.`,
    unmeasuredAccount: 'This account does not track who clicks: variants cannot be compared. An owner can change that in the settings.',
    plan: 'What it can find',
    planLater: 'It is said here once there are recipients and all is filled in.',
  },
  {
    title: 'Wie sie sich messen',
    ways: ways.de,
    goals: goals.de,
    endings: endings.de,
    figures: figuresDe,
    goal: 'Es entscheiden',
    goalHint: {
      clickers: 'Personen, die geklickt haben.',
      conversions: 'Personen, die nach einem Klick etwas auf Ihrer Seite getan haben.',
      value: 'Was die Konversionen nach einem Klick wert sind, je Nachricht.',
    },
    conversion: 'Name der Konversion',
    anyConversion: 'Ohne Angabe alle Konversionen.',
    conversionInvalid: 'Ein Buchstabe, dann Buchstaben, Ziffern und . _ -, etwa order.',
    currency: 'Währung',
    currencyInvalid: 'Drei Großbuchstaben, etwa EUR.',
    minusPrice: 'Den Preis der Nachricht abziehen',
    ending: 'Ohne Sieger bekommen die übrigen',
    more: 'Genauere Regeln',
    between: (min: string, max: string) => `Von ${min} bis ${max}.`,
    waitTooLong: 'Das ist länger als die Zeit zum Entscheiden: Es käme nie zu einer Entscheidung.',
    floorTooHigh: (count: string, most: string) => `Die Anteile gehen nicht auf: Bei ${count} Varianten sind es höchstens ${most}.`,
    tooMany: (most: string) =>
      `Höchstens ${most} Varianten lassen sich vergleichen. Entfernen Sie welche, oder wählen Sie „Kein Vergleich“.`,
    unmeasured: (names: string) =>
      `${names}: Was die Empfänger tun, wäre nicht zu sehen. Jeder Text braucht einen Link, der für jede Person einzeln gemessen wird.`,
    unmeasuredAccount:
      'Dieses Konto hält nicht fest, wer klickt: Varianten lassen sich nicht vergleichen. Inhaber können das in den Einstellungen ändern.',
    plan: 'Was sich zeigen kann',
    planLater: 'Das steht hier, sobald es Empfänger gibt und alles ausgefüllt ist.',
  },
)
