import type { DesignFinding } from '../../../../src/contract/experiments.ts'
import { defineWords } from '../../../i18n/words.ts'

/** What the sentences name, as it is written. */
type Spoken = Readonly<
  Record<'variants' | 'conversion' | 'currency' | 'tested' | 'needed' | 'difference' | 'minimum' | 'wait' | 'arrived' | 'smallest', string>
>
type Sentences = Readonly<Record<DesignFinding, (figures: Spoken) => string>>

const en: Sentences = {
  no_tracked_link: ({ variants }) =>
    `${variants}: nobody could tell what recipients do. The text needs a link that is tracked for each recipient.`,
  conversion_never_seen: ({ conversion }) =>
    `No conversion ${conversion} ever came in. As long as none does, no variant can win: report one to see that it works.`,
  price_unknown: ({ currency }) => `The price cannot be taken off: no price of a message is known in ${currency}.`,
  too_few_recipients: ({ tested, difference, needed, smallest }) =>
    `${tested} recipients of each variant are too few to find a difference of ${difference}: ${needed} are needed. ${smallest}`,
  test_too_small: ({ tested, difference, needed }) =>
    `The test is too small to find a difference of ${difference}: it has ${tested} recipients of each variant, and ${needed} are needed.`,
  below_minimum: ({ tested, minimum }) =>
    `Each variant gets ${tested} recipients, and at least ${minimum} are needed to win: there will be no winner.`,
  wait_too_short: ({ wait, arrived }) => `Within ${wait} minutes only ${arrived} of what comes has usually come: wait longer.`,
  holdout_not_measurable: () =>
    'What sending changes cannot be measured: whoever gets nothing cannot click. It takes conversions that are reported with a phone number.',
}

const de: Sentences = {
  no_tracked_link: ({ variants }) =>
    `${variants}: Was die Empfänger tun, wäre nicht zu sehen. Der Text braucht einen Link, der für jeden Empfänger einzeln gezählt wird.`,
  conversion_never_seen: ({ conversion }) =>
    `Noch nie wurde eine Konversion ${conversion} gemeldet. Solange das so bleibt, kann keine Variante gewinnen: Melden Sie eine zur Probe.`,
  price_unknown: ({ currency }) => `Der Preis lässt sich nicht abziehen: Es ist kein Preis einer Nachricht in ${currency} bekannt.`,
  too_few_recipients: ({ tested, difference, needed, smallest }) =>
    `${tested} Empfänger je Variante sind zu wenige, um einen Unterschied von ${difference} zu finden: Nötig sind ${needed}. ${smallest}`,
  test_too_small: ({ tested, difference, needed }) =>
    `Der Test ist zu klein, um einen Unterschied von ${difference} zu finden: Er hat ${tested} Empfänger je Variante, nötig sind ${needed}.`,
  below_minimum: ({ tested, minimum }) =>
    `Jede Variante bekommt ${tested} Empfänger, zum Gewinnen sind mindestens ${minimum} nötig: Es wird keinen Sieger geben.`,
  wait_too_short: ({ wait, arrived }) =>
    `Binnen ${wait} Minuten ist gewöhnlich erst ${arrived} von dem da, was noch kommt: Warten Sie länger.`,
  holdout_not_measurable: () =>
    'Was das Senden bewirkt, lässt sich nicht messen: Wer nichts bekommt, kann nicht klicken. Nötig sind Konversionen, die mit einer Telefonnummer gemeldet werden.',
}

/** Words of what an experiment can find, before anything is sent. */
export const planWords = defineWords(
  {
    findings: en,
    difference: 'Difference to find',
    more: (part: string) => `${part} more or less than the first variant`,
    reach: (count: string, tested: string) => `${count} recipients now; each variant is tested with ${tested}.`,
    held: (count: string) => `${count} get nothing.`,
    needed: (needed: string, power: string) => `To find it with a probability of ${power}, each variant needs ${needed} recipients.`,
    unknownNeed: 'How many recipients that takes is not known: earlier campaigns do not tell how values vary.',
    detectable: (part: string) => `These recipients can show a difference of ${part} or more.`,
    undetectable: 'These recipients can show no difference at all.',
    baseline: {
      earlier_campaigns: (rate: string) => `From earlier campaigns, ${rate} is expected.`,
      assumed: (rate: string) => `${rate} is assumed, since no earlier campaign tells.`,
    },
  },
  {
    findings: de,
    difference: 'Gesuchter Unterschied',
    more: (part: string) => `${part} mehr oder weniger als die erste Variante`,
    reach: (count: string, tested: string) => `Zurzeit ${count} Empfänger; jede Variante wird mit ${tested} getestet.`,
    held: (count: string) => `${count} bekommen nichts.`,
    needed: (needed: string, power: string) =>
      `Um ihn mit einer Wahrscheinlichkeit von ${power} zu finden, braucht jede Variante ${needed} Empfänger.`,
    unknownNeed: 'Wie viele Empfänger das braucht, ist nicht bekannt: Frühere Kampagnen sagen nicht, wie die Werte schwanken.',
    detectable: (part: string) => `Diese Empfänger können einen Unterschied ab ${part} zeigen.`,
    undetectable: 'Diese Empfänger können gar keinen Unterschied zeigen.',
    baseline: {
      earlier_campaigns: (rate: string) => `Nach früheren Kampagnen sind ${rate} zu erwarten.`,
      assumed: (rate: string) => `Angenommen sind ${rate}, denn keine frühere Kampagne sagt es.`,
    },
  },
)
