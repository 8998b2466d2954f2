import { retention, type KeptThing } from '../../contract/retention.ts'
import { SESSION_IDLE_DAYS } from '../../domain/accounts/sessions.ts'
import { CONSENT_MONTHS } from '../../domain/contacts/personData.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

type Kept = { what: KeptThing; for: { count: number; unit: 'days' | 'months' } | null; setting: string | null }

/** How long things are kept; the operator decides it for all accounts. */
export function retentionRoutes(app: Api, { kept }: RouteParts): void {
  app.get(
    '/v1/retention',
    {
      onRequest: requireKey('account:read'),
      schema: { tags: ['account'], summary: 'Read what is kept for how long', response: { 200: retention } },
    },
    async () => ({ kept: viewKept(kept) }),
  )
}

function viewKept({ hitsMonths, retention: given }: RouteParts['kept']): Kept[] {
  const months = (count: number) => ({ count, unit: 'months' as const })
  const days = (count: number) => ({ count, unit: 'days' as const })
  const { mergeValuesDays } = given
  return [
    { what: 'hits', for: months(hitsMonths), setting: 'TAPLINE_HITS_MONTHS' },
    { what: 'messages', for: months(given.messagesMonths), setting: 'TAPLINE_MESSAGES_MONTHS' },
    { what: 'merge_values', for: mergeValuesDays === undefined ? null : days(mergeValuesDays), setting: 'TAPLINE_MERGE_VALUES_DAYS' },
    { what: 'reports', for: months(given.reportsMonths), setting: 'TAPLINE_REPORTS_MONTHS' },
    { what: 'events', for: days(given.eventsDays), setting: 'TAPLINE_EVENTS_DAYS' },
    { what: 'opt_outs', for: months(CONSENT_MONTHS), setting: null },
    { what: 'audit', for: months(given.auditMonths), setting: 'TAPLINE_AUDIT_MONTHS' },
    { what: 'simulator', for: days(given.simulatorDays), setting: 'TAPLINE_SIMULATOR_DAYS' },
    { what: 'sessions', for: days(SESSION_IDLE_DAYS), setting: null },
  ]
}
