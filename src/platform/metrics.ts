import { setTimeout as wait } from 'node:timers/promises'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What this process counts; each label has a closed list of values, so the number of series is bounded. */
export type Metrics = ReturnType<typeof createMetrics>

/**
 * Makes the metrics of a process, each in a registry of its own so that two apps in one test do not meet.
 * Gauges are read when somebody asks: give each a reader by `read(metrics.journalBacklogBytes, () => ...)`.
 * @see https://prometheus.io/docs/practices/naming/
 */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'tapline_http_request_seconds',
      help: 'Time to answer a request of the API or the app, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    linkAnswers: new Counter({
      name: 'tapline_link_answers_total',
      help: 'Requests answered on the host of short links, by status.',
      labelNames: ['status'],
      registers,
    }),
    hits: new Counter({
      name: 'tapline_hits_total',
      help: 'Hits brought into the database, by verdict.',
      labelNames: ['verdict'],
      registers,
    }),
    hitsLost: new Counter({
      name: 'tapline_hits_lost_total',
      help: 'Hits answered but not recorded. Anything above 0 needs a look.',
      registers,
    }),
    journalBacklogBytes: new Gauge({
      name: 'tapline_journal_backlog_bytes',
      help: 'Bytes of the journal of hits that are not in the database yet.',
      registers,
    }),
    submits: new Counter({
      name: 'tapline_submits_total',
      help: 'Messages offered to a carrier, by its id and by how that ended.',
      labelNames: ['carrier', 'outcome'],
      registers,
    }),
    ...webhookMetrics(registers),
    jobFailures: new Counter({ name: 'tapline_job_failures_total', help: 'Runs of a job that failed.', labelNames: ['job'], registers }),
  }
}

const webhookMetrics = (registers: Registry[]) => ({
  webhookDeliveries: new Counter({
    name: 'tapline_webhook_deliveries_total',
    help: 'Attempts to deliver an event to an endpoint, by what became of the delivery: delivered, waiting for its next attempt, failed for good.',
    labelNames: ['outcome'],
    registers,
  }),
  webhookSeconds: new Histogram({
    name: 'tapline_webhook_request_seconds',
    help: 'Time that endpoints took to answer an attempt, or to fail it.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  }),
  webhookBacklog: new Gauge({
    name: 'tapline_webhook_backlog_events',
    help: 'Events that wait for their first attempt at active endpoints, once for each endpoint.',
    registers,
  }),
  webhookOldestSeconds: new Gauge({
    name: 'tapline_webhook_oldest_event_seconds',
    help: 'Age of the oldest event that waits for its first attempt at an active endpoint; 0 when none waits.',
    registers,
  }),
  webhookRetries: new Gauge({
    name: 'tapline_webhook_retries_waiting',
    help: 'Deliveries of active endpoints that failed and wait for their next attempt; 100,000 at most are counted.',
    registers,
  }),
  webhookLagSeconds: new Gauge({
    name: 'tapline_webhook_fan_out_lag_seconds',
    help: 'Age of the oldest event of the log that is not shared out among the endpoints; 0 when there is none.',
    registers,
  }),
  webhookDisabled: new Gauge({
    name: 'tapline_webhook_endpoints_disabled',
    help: 'Endpoints that Tapline switched off, after 410 or five days of failures.',
    registers,
  }),
})

/** Lets a gauge read its value at the moment it is asked for; a reader that fails leaves the gauge out of that answer. */
export const read = (metrics: Metrics, gauge: Gauge, reader: () => number | Promise<number>): void =>
  readTogether(metrics, { value: gauge }, async () => ({ value: await reader() }))

/** The same for gauges whose values are found together. A reader that takes longer than 2 s leaves them out too. */
export function readTogether<Name extends string>(
  metrics: Metrics,
  gauges: Readonly<Record<Name, Gauge>>,
  reader: () => Promise<Readonly<Record<Name, number>>>,
): void {
  const names = new Set<string>(Object.keys(gauges))
  const isName = (name: string): name is Name => names.has(name)
  readersOf(metrics).push(async () => {
    const values = await withinTime(reader).catch(() => undefined)
    for (const name of [...names].filter(isName))
      if (values === undefined) gauges[name].remove()
      else gauges[name].set(values[name])
  })
}

/** An answer that waits for a database that is away is one that nobody gets. */
const MAX_READ_MS = 2_000

async function withinTime<Values>(reader: () => Promise<Values>): Promise<Values> {
  const over = new AbortController()
  const late = wait(MAX_READ_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error('the values of gauges came too late')
  })
  try {
    return await Promise.race([reader(), late])
  } finally {
    over.abort()
    late.catch(() => undefined)
  }
}

/** Lets a counter show totals that are kept elsewhere, at the moment it is asked for. */
export function readTotals<L extends string>(
  metrics: Metrics,
  counter: Counter<L>,
  reader: () => readonly { labels: Partial<Record<L, string>>; total: number }[],
): void {
  readersOf(metrics).push(async () => {
    counter.reset()
    for (const { labels, total } of reader()) counter.inc(labels, total)
  })
}

/** The metrics in the text format of Prometheus, and its media type. */
export async function renderMetrics(metrics: Metrics): Promise<{ contentType: string; body: string }> {
  await Promise.all(readersOf(metrics).map((reader) => reader()))
  return { contentType: metrics.registry.contentType, body: await metrics.registry.metrics() }
}

const allReaders = new WeakMap<Metrics, (() => Promise<void>)[]>()

function readersOf(metrics: Metrics): (() => Promise<void>)[] {
  const readers = allReaders.get(metrics) ?? []
  allReaders.set(metrics, readers)
  return readers
}
