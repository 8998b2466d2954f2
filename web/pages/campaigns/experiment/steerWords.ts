import { defineWords, plural } from '../../../i18n/words.ts'

/** Words of what a person decides, of what was decided, and of the hold-out. */
export const steerWords = defineWords(
  {
    choose: 'Variant for all others',
    decide: 'Choose a variant',
    decideTitle: 'Choose the variant for all others?',
    decideBody: 'Whoever was not drawn yet gets it. Who was drawn already keeps what was drawn. This ends the experiment.',
    decideAction: (name: string) => `Send ${name} to all others`,
    stop: 'Stop the experiment',
    stopTitle: 'Stop the experiment?',
    stopBody: 'No variant wins. Whoever was not drawn yet gets the variants by their weights.',
    decisions: 'Decisions so far',
    noDecisions: 'No decision yet.',
    by: (who: string) => `by ${who}`,
    holdout: 'Hold-out',
    held: (count: number, text: string, share: string) =>
      `${plural(count, '1 contact gets', `${text} contacts get`)} nothing (${share} of all), so that one can tell what sending changes.`,
    holdoutStates: {
      too_early: 'It is too early to tell: conversions are still awaited.',
      not_measurable:
        'What sending changes cannot be measured: whoever gets nothing cannot click, so only conversions that are reported with a phone number can be compared.',
    },
    converted: (sent: string, ofSent: string, held: string, ofHeld: string, days: string) =>
      `Within ${days} days ${sent} of ${ofSent} who were sent to converted, and ${held} of ${ofHeld} who were not.`,
    lift: (lift: string, low: string, high: string) => `Sending changes conversions by ${lift}; it lies between ${low} and ${high}.`,
    liftOpen: (lift: string, low: string) => `Sending changes conversions by ${lift}; it is at least ${low}.`,
    difference: (figure: string, low: string, high: string) =>
      `The difference is ${figure} percentage points, between ${low} and ${high} (95% sure, however often you look).`,
    noLift: 'Nobody held out has converted, so there is no ratio to name.',
  },
  {
    choose: 'Variante für alle übrigen',
    decide: 'Variante wählen',
    decideTitle: 'Diese Variante für alle übrigen wählen?',
    decideBody: 'Wer noch nicht gezogen wurde, bekommt sie. Wer schon gezogen wurde, behält seine Variante. Das beendet das Experiment.',
    decideAction: (name: string) => `${name} an alle übrigen senden`,
    stop: 'Experiment beenden',
    stopTitle: 'Das Experiment beenden?',
    stopBody: 'Keine Variante gewinnt. Wer noch nicht gezogen wurde, bekommt die Varianten nach ihren Gewichten.',
    decisions: 'Bisherige Entscheidungen',
    noDecisions: 'Noch keine Entscheidung.',
    by: (who: string) => `von ${who}`,
    holdout: 'Vergleichsgruppe ohne Nachricht',
    held: (count: number, text: string, share: string) =>
      `${plural(count, '1 Kontakt bekommt', `${text} Kontakte bekommen`)} nichts (${share} von allen), damit sich zeigt, was das Senden bewirkt.`,
    holdoutStates: {
      too_early: 'Es ist noch zu früh: Weitere Konversionen werden erwartet.',
      not_measurable:
        'Was das Senden bewirkt, lässt sich nicht messen: Wer nichts bekommt, kann nicht klicken. Vergleichbar sind nur Konversionen, die mit einer Telefonnummer gemeldet werden.',
    },
    converted: (sent: string, ofSent: string, held: string, ofHeld: string, days: string) =>
      `Binnen ${days} Tagen konvertierten ${sent} von ${ofSent} mit Nachricht und ${held} von ${ofHeld} ohne.`,
    lift: (lift: string, low: string, high: string) =>
      `Das Senden verändert die Konversionen um ${lift}; der wahre Wert liegt zwischen ${low} und ${high}.`,
    liftOpen: (lift: string, low: string) => `Das Senden verändert die Konversionen um ${lift}; es sind mindestens ${low}.`,
    difference: (figure: string, low: string, high: string) =>
      `Der Unterschied beträgt ${figure} Prozentpunkte, zwischen ${low} und ${high} (zu 95 % sicher, wie oft Sie auch hinsehen).`,
    noLift: 'In der Vergleichsgruppe hat niemand konvertiert, deshalb gibt es kein Verhältnis.',
  },
)
