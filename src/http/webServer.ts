import type { FastifyInstance } from 'fastify'
import { authenticateKey } from '../domain/accounts/keys.ts'
import { findSession } from '../domain/accounts/sessions.ts'
import type { Config } from '../platform/config.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { sevenRoutes } from './compat/seven/seven.ts'
import { healthRoutes, type Probes } from './health.ts'
import { metricsRoute } from './metrics.ts'
import { registerApi, type AddRoutes } from './openapi.ts'
import { registerPages } from './pages/pages.ts'
import { accountRoutes } from './routes/account.ts'
import { audienceRoutes } from './routes/audiences.ts'
import { callbackRoutes } from './routes/callbacks.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { carrierRoutes } from './routes/carriers.ts'
import { contactHistoryRoutes } from './routes/contactHistory.ts'
import { contactImportRoutes } from './routes/contactImports.ts'
import { contactRoutes } from './routes/contacts.ts'
import { conversionRoutes } from './routes/conversions.ts'
import { conversionSettingsRoutes } from './routes/conversionSettings.ts'
import { eventRoutes } from './routes/events.ts'
import { groupRoutes } from './routes/groups.ts'
import { inboundRoutes } from './routes/inbound.ts'
import { hitRoutes } from './routes/hits.ts'
import { keyRoutes } from './routes/keys.ts'
import { linkRoutes } from './routes/links.ts'
import { liveRoutes } from './routes/live.ts'
import { messageRoutes } from './routes/messages.ts'
import { onboardingRoutes } from './routes/onboarding.ts'
import { optOutRoutes } from './routes/optOuts.ts'
import { noticeRoutes } from './routes/notices.ts'
import type { RouteParts } from './routes/parts.ts'
import { personRoutes } from './routes/persons.ts'
import { retentionRoutes } from './routes/retention.ts'
import { segmentRoutes } from './routes/segments.ts'
import { sendRoutes } from './routes/send.ts'
import { sessionRoutes } from './routes/session.ts'
import { sevenSettingsRoutes } from './routes/seven.ts'
import { shortDomainRoutes } from './routes/shortDomains.ts'
import { spendLimitRoutes } from './routes/spendLimits.ts'
import { simulatorRoutes } from './routes/simulator.ts'
import { statsRoutes } from './routes/stats.ts'
import { suppressionRoutes } from './routes/suppressions.ts'
import { teamRoutes } from './routes/team.ts'
import { webhookDeliveryRoutes } from './routes/webhookDeliveries.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { createServer } from './server.ts'

/** Every resource of the API; `openapi.json` is made from the same list. */
export const apiRoutes = (parts: RouteParts): AddRoutes[] => [
  (app) => sendRoutes(app, parts),
  (app) => messageRoutes(app, parts),
  (app) => hitRoutes(app, parts),
  (app) => linkRoutes(app, parts),
  (app) => shortDomainRoutes(app, parts),
  (app) => sevenSettingsRoutes(app, parts),
  (app) => statsRoutes(app, parts),
  (app) => contactRoutes(app, parts),
  (app) => contactHistoryRoutes(app, parts),
  (app) => contactImportRoutes(app, parts),
  (app) => groupRoutes(app, parts),
  (app) => segmentRoutes(app, parts),
  (app) => audienceRoutes(app, parts),
  (app) => campaignRoutes(app, parts),
  (app) => spendLimitRoutes(app, parts),
  (app) => suppressionRoutes(app, parts),
  (app) => optOutRoutes(app, parts),
  (app) => inboundRoutes(app, parts),
  (app) => conversionSettingsRoutes(app, parts),
  (app) => conversionRoutes(app, parts),
  (app) => accountRoutes(app, parts),
  (app) => retentionRoutes(app, parts),
  (app) => personRoutes(app, parts),
  (app) => webhookRoutes(app, parts),
  (app) => webhookDeliveryRoutes(app, parts),
  (app) => eventRoutes(app, parts),
  (app) => noticeRoutes(app, parts),
  (app) => sessionRoutes(app, parts),
  (app) => teamRoutes(app, parts),
  (app) => keyRoutes(app, parts),
  (app) => carrierRoutes(app, parts),
  (app) => onboardingRoutes(app, parts),
  (app) => liveRoutes(app, parts),
  (app) => simulatorRoutes(app, parts),
]

type ProbeParts = { config: Config; log: Log; metrics: Metrics; probes: Probes }
type WebParts = ProbeParts & { route: RouteParts }

/** The server of the web role: API, callbacks of carriers, pages, health. */
export async function createWebServer({ config, log, metrics, probes, route }: WebParts): Promise<FastifyInstance> {
  const { db, desk } = route
  const { baseUrl, trustProxy } = config
  const app = createServer({
    log,
    metrics,
    trustProxy,
    isHttps: baseUrl.startsWith('https:'),
    authenticate: (key) => authenticateKey(db, key),
    sessions: { baseUrl, find: (token) => findSession(db, { token }) },
  })
  await registerApi(app, { routes: apiRoutes(route), baseUrl })
  sevenRoutes(app, { ...route, log })
  callbackRoutes(app, { db, log, baseUrl, desk, send: route })
  healthRoutes(app, { probes })
  metricsRoute(app, { metrics, token: config.metricsToken })
  registerPages(app, { db, log, config: { baseUrl } })
  return app
}

/** The server of a process without the web role: health and metrics, and no key opens anything. */
export function createProbeServer({ config, log, metrics, probes }: ProbeParts): FastifyInstance {
  const app = createServer({ log, metrics, trustProxy: config.trustProxy, isHttps: false, authenticate: async () => ({ kind: 'unknown' }) })
  healthRoutes(app, { probes })
  metricsRoute(app, { metrics, token: config.metricsToken })
  return app
}
