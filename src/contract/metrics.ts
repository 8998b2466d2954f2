/**
 * What each number counts, for the screens: the name and the definition of docs/metrics.md, in its words (test/docs.test.ts compares).
 * German stands in web/ui/metricWords.ts.
 */
export const metrics = {
  total_clicks: { name: 'total clicks', counts: 'hits with the verdict click: a person opened the link. Two taps by one person are two' },
  unique_clicks: { name: 'unique clicks', counts: 'pairs of recipient and link with at least one click' },
  clickers: { name: 'clickers', counts: 'recipients with at least one click on any link of their message' },
  views: {
    name: 'views',
    counts: 'hits with the verdict view: a messaging app, or its server, fetched the link to draw its card. Not "read"',
  },
  prefetches: { name: 'prefetches', counts: 'hits with the verdict prefetch: a browser fetched ahead, before anybody tapped' },
  bots: { name: 'bots', counts: 'hits with the verdict bot: a scanner, a crawler, a tool, a HEAD request' },
  first_click_at: { name: 'first click', counts: 'the earliest click on a link of this recipient, or on any link of the message' },
  first_view_at: { name: 'first view', counts: 'the earliest view of a link of this recipient' },
  created: { name: 'created', counts: 'messages that were queued. A refused recipient makes no message' },
  sent: { name: 'sent', counts: 'messages handed to the carrier at least once, whatever came of it, rejected ones too' },
  reached: {
    name: 'reached',
    counts: 'accepted by the carrier and not known undelivered or expired, plus those of unknown fate whose link was clicked',
  },
  delivered: { name: 'delivered', counts: 'messages whose receipt says delivered' },
  clicked: { name: 'clicked', counts: 'clickers among these messages, whenever they clicked' },
  converted: { name: 'converted', counts: 'messages of these with at least one attributed conversion, whenever it happened' },
  planned: {
    name: 'planned',
    counts: 'messages made, one for each recipient. Whoever is left out is no recipient and stands under left_out',
  },
  accepted: { name: 'accepted', counts: 'taken by the carrier, and on its way, delivered or undelivered' },
  failed: { name: 'failed', counts: 'rejected, undelivered or expired, never sent ones too' },
  click_rate: { name: 'click rate', counts: 'clicked / reached' },
  conversion_rate: { name: 'conversion rate', counts: 'converted / clicked' },
  attributed: {
    name: 'attributed',
    counts: 'conversions that follow from a click inside the window. One order id of one name counts once',
  },
  unattributed: { name: 'unattributed', counts: 'the others, those that are still waited for included' },
  view_through: {
    name: 'view-through',
    counts:
      'of the unattributed: reported by reference or number, the preview of a message was fetched inside the window, and nobody clicked. A view is no reading: this proves little, and is part of no other figure',
  },
  values: {
    name: 'value',
    counts:
      'what attributed conversions are worth, refunds taken off, each currency by itself; per_message_sent divides by the messages sent in the period',
  },
  seconds_to_conversion: { name: 'time to conversion', counts: 'from click to conversion, on average over the attributed ones' },
} as const satisfies Record<string, { name: string; counts: string }>

/** A figure by its name in the API. */
export type Metric = keyof typeof metrics
