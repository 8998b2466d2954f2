import { findFigures } from '../domain/webhooks/figures.ts'
import type { Result } from '../domain/webhooks/record.ts'
import type { Db } from '../platform/db.ts'
import { readTogether, type Metrics } from '../platform/metrics.ts'

/** Counts what this process delivered, each time that some of it is recorded. */
export const countDeliveries =
  ({ webhookDeliveries, webhookSeconds }: Metrics) =>
  (results: readonly Result[]): void => {
    for (const outcome of outcomes) webhookDeliveries.inc({ outcome }, results.filter(({ state }) => state === outcome).length)
    for (const { attempts, ms } of results) if (attempts > 0) webhookSeconds.observe(ms / 1_000)
  }

const outcomes = ['delivered', 'waiting', 'failed'] as const satisfies readonly Result['state'][]

/** Shows what waits in the database; every process with a worker shows the same. */
export function showBacklog(metrics: Metrics, db: Db): void {
  const { webhookBacklog, webhookOldestSeconds, webhookRetries, webhookLagSeconds, webhookDisabled } = metrics
  readTogether(
    metrics,
    {
      backlog: webhookBacklog,
      oldestSeconds: webhookOldestSeconds,
      retries: webhookRetries,
      lagSeconds: webhookLagSeconds,
      disabled: webhookDisabled,
    },
    () => findFigures(db),
  )
}
