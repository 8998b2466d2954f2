import type { Renderings } from './domain/links/rendered.ts'
import { shortLinksBy } from './domain/links/shortLinks.ts'
import type { DeliveryParts } from './domain/webhooks/turn.ts'
import { countDeliveries, showBacklog } from './jobs/webhookMetrics.ts'
import type { Config } from './platform/config.ts'
import type { Database } from './platform/database.ts'
import type { Metrics } from './platform/metrics.ts'
import { createOutbound } from './platform/outbound.ts'
import type { Secrets } from './platform/secrets.ts'
import type { Shutdown } from './platform/shutdown.ts'

type Parts = { config: Config; metrics: Metrics; database: Database; renderings: Renderings; secrets: Secrets; shutdown: Shutdown }

/** What telling other systems needs. Its connections end after the worker, which may be in the middle of something. */
export function openWebhooks({ config, metrics, database: { db }, renderings, secrets, shutdown }: Parts): DeliveryParts {
  const outbound = createOutbound({ allowOrigins: config.privateOrigins })
  shutdown.on('connections to endpoints', () => outbound.close())
  if (config.roles.has('worker')) showBacklog(metrics, db)
  return { db, secrets, outbound, shortLinksOf: shortLinksBy(renderings), onRecorded: countDeliveries(metrics) }
}
