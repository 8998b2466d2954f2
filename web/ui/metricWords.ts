import { metrics, type Metric } from '../../src/contract/metrics.ts'
import { defineWords } from '../i18n/words.ts'

type MetricWords = Readonly<Record<Metric, { name: string; counts: string }>>

const de: MetricWords = {
  total_clicks: {
    name: 'Klicks gesamt',
    counts: 'Aufrufe mit dem Urteil Klick: Ein Mensch hat den Link geöffnet. Tippt er zweimal, sind es zwei',
  },
  unique_clicks: { name: 'Eindeutige Klicks', counts: 'Paare aus Empfänger und Link mit mindestens einem Klick' },
  clickers: { name: 'Klickende', counts: 'Empfänger mit mindestens einem Klick auf irgendeinen Link ihrer Nachricht' },
  views: {
    name: 'Ansichten',
    counts:
      'Aufrufe mit dem Urteil Ansicht: Eine Nachrichten-App oder ihr Server hat den Link geholt, um seine Karte zu zeichnen. Das heißt nicht „gelesen“',
  },
  prefetches: { name: 'Vorabrufe', counts: 'Aufrufe mit dem Urteil Vorabruf: Ein Browser hat den Link geholt, bevor jemand getippt hat' },
  bots: {
    name: 'Bots',
    counts: 'Aufrufe mit dem Urteil Bot: ein Virenscanner, eine Suchmaschine, ein Werkzeug, eine HEAD-Anfrage',
  },
  first_click_at: {
    name: 'Erster Klick',
    counts: 'der früheste Klick dieses Empfängers auf diesen Link oder auf irgendeinen der Nachricht',
  },
  first_view_at: { name: 'Erste Ansicht', counts: 'die früheste Ansicht eines Links dieses Empfängers' },
  created: { name: 'Angelegt', counts: 'Nachrichten, die in die Warteschlange kamen. Ein abgewiesener Empfänger ergibt keine Nachricht' },
  sent: {
    name: 'Gesendet',
    counts: 'Nachrichten, die dem Netzbetreiber mindestens einmal übergeben wurden, was auch daraus wurde, abgelehnte eingeschlossen',
  },
  reached: {
    name: 'Erreicht',
    counts:
      'vom Netzbetreiber angenommen und nicht als unzustellbar oder abgelaufen bekannt, dazu jene mit ungewissem Ausgang, deren Link angeklickt wurde',
  },
  delivered: { name: 'Zugestellt', counts: 'Nachrichten, deren Quittung „zugestellt“ sagt' },
  clicked: { name: 'Geklickt', counts: 'Klickende unter diesen Nachrichten, wann auch immer sie geklickt haben' },
  converted: {
    name: 'Konvertiert',
    counts: 'Nachrichten darunter mit mindestens einer zugeordneten Konversion, wann auch immer sie geschah',
  },
  planned: {
    name: 'Vorgesehen',
    counts: 'angelegte Nachrichten, eine je Empfänger. Wer ausgelassen wird, ist kein Empfänger und steht unter „Ausgelassen“',
  },
  accepted: { name: 'Angenommen', counts: 'vom Netzbetreiber übernommen: unterwegs, zugestellt oder nicht zugestellt' },
  failed: { name: 'Gescheitert', counts: 'abgelehnt, nicht zugestellt oder abgelaufen, auch nie gesendete' },
  click_rate: { name: 'Klickrate', counts: 'Geklickt / Erreicht' },
  conversion_rate: { name: 'Konversionsrate', counts: 'Konvertiert / Geklickt' },
  attributed: {
    name: 'Zugeordnet',
    counts: 'Konversionen, die innerhalb der Frist auf einen Klick folgen. Eine Bestellnummer zählt je Name einmal',
  },
  unattributed: { name: 'Nicht zugeordnet', counts: 'die übrigen, auch jene, auf die noch gewartet wird' },
  view_through: {
    name: 'Nach Ansicht',
    counts:
      'unter den nicht zugeordneten: nach Referenz oder Nummer gemeldet, die Vorschau einer Nachricht wurde innerhalb der Frist geholt, und niemand hat geklickt. Eine Ansicht heißt nicht gelesen: Das beweist wenig und ist in keiner anderen Zahl enthalten',
  },
  values: {
    name: 'Wert',
    counts: 'was zugeordnete Konversionen wert sind, abzüglich Erstattungen, jede Währung für sich',
  },
  seconds_to_conversion: { name: 'Zeit bis zur Konversion', counts: 'vom Klick bis zur Konversion, im Mittel über die zugeordneten' },
}

/** Names and definitions of all figures. */
export const metricWords = defineWords<MetricWords>(metrics, de)
