import { deleteOldInvitations } from '../../domain/accounts/invitations.ts'
import { deleteOldFailures } from '../../domain/accounts/throttle.ts'
import { deleteOldNonces } from '../../domain/accounts/sevenNonces.ts'
import { deleteOldSessions } from '../../domain/accounts/sessions.ts'
import { deleteOldSetupLinks } from '../../domain/accounts/setupLinks.ts'
import { deleteOldAudit } from '../../domain/audit.ts'
import { deleteEndedOptOuts } from '../../domain/contacts/optOutStore.ts'
import { CONSENT_MONTHS, deleteOldConsents } from '../../domain/contacts/personData.ts'
import { deleteOldConversions } from '../../domain/conversions/personData.ts'
import { deleteOldConversionRollups } from '../../domain/conversions/rollups.ts'
import { deleteOldHoldouts } from '../../domain/experiments/personData.ts'
import { deleteOldAnswers } from '../../domain/idempotency.ts'
import { joinRetired } from '../../domain/links/retire.ts'
import { deleteUnusedRenderings, deleteUnusedTexts } from '../../domain/links/unused.ts'
import type { CarrierData } from '../../domain/messages/carrier.ts'
import { deleteOldMessages, eraseOldValues, eraseValuesOfLinks } from '../../domain/messages/retention.ts'
import { deleteOldInbound } from '../../domain/messages/inboundData.ts'
import { deleteOldErasures } from '../../domain/persons/orders.ts'
import { deleteOldRollups, deleteOldTotals } from '../../domain/tracking/retention.ts'
import { prunePositions } from '../../domain/tracking/store.ts'
import type { Retention } from '../../platform/config.ts'
import type { Db } from '../../platform/db.ts'
import { deleteOldHours, deleteOldPages, deleteOldReplays } from '../../domain/webhooks/stats.ts'
import { deleteOldNotices } from '../../domain/notices.ts'
import { dropOldDeliveries, dropOldEvents } from '../partitions.ts'

/** One bounded slice of forgetting. `again`: more may be due. */
export type Slice = () => Promise<'again' | 'done'>

export type RetentionParts = { db: Db; retention: Retention; simulator: CarrierData }

/** Rows of a slice: its transaction lasts some milliseconds, well below a second on a slow disk. */
const SLICE = 1_000
/** A journal's folder restored from a backup of up to this age is not counted twice. */
export const JOURNAL_POSITION_DAYS = 400
/** A finished order to erase says for so long that it was done; the audit log says it for longer. */
export const ERASURE_DAYS = 30

/** What is forgotten, by the table that gets smaller. Tables that only people make longer, or that must stay, have no slice: see docs/retention.md. */
export function retentionSlices({ db, retention, simulator }: RetentionParts): Record<string, Slice[]> {
  const { messagesMonths: months, mergeValuesDays, reportsMonths, eventsDays, auditMonths, simulatorDays } = retention
  const limit = SLICE
  return {
    audit_entries: [counted(() => deleteOldAudit(db, { months: auditMonths, limit }))],
    batches: [joining(db)],
    consents: [counted(() => deleteOldConsents(db, { months: CONSENT_MONTHS, limit }))],
    conversion_rollups: [counted(() => deleteOldConversionRollups(db, { months: reportsMonths, limit }))],
    conversions: [counted(() => deleteOldConversions(db, { months, limit }))],
    erasures: [counted(() => deleteOldErasures(db, { days: ERASURE_DAYS, limit }))],
    experiment_holdouts: [counted(() => deleteOldHoldouts(db, { months, limit }))],
    hit_rollups: [counted(() => deleteOldRollups(db, { months: reportsMonths, limit }))],
    idempotency_answers: [counted(() => deleteOldAnswers(db, { limit }))],
    inbound_messages: [counted(() => deleteOldInbound(db, { months, limit }))],
    invitations: [counted(() => deleteOldInvitations(db, { limit }))],
    journals: [counted(() => prunePositions(db, { days: JOURNAL_POSITION_DAYS, limit }))],
    link_totals: [walking((after) => deleteOldTotals(db, { after, limit }))],
    messages: [
      counted(() => deleteOldMessages(db, { months, limit })),
      ...(mergeValuesDays === undefined ? [] : [counted(() => eraseOldValues(db, { days: mergeValuesDays, limit }))]),
      walking((after) => eraseValuesOfLinks(db, { after, limit })),
    ],
    opt_outs: [counted(() => deleteEndedOptOuts(db, { months: CONSENT_MONTHS, limit }))],
    notices: [counted(() => deleteOldNotices(db, { limit }))],
    outbox: [counted(() => dropOldEvents(db, { days: eventsDays, limit }))],
    renderings: [walking(async (after) => (await deleteUnusedRenderings(db, { months, after, limit })).at(-1))],
    seven_nonces: [counted(() => deleteOldNonces(db, { limit }))],
    sessions: [counted(() => deleteOldSessions(db, { limit }))],
    setup_links: [counted(() => deleteOldSetupLinks(db, { limit }))],
    sign_in_failures: [counted(() => deleteOldFailures(db, { limit }))],
    simulator_messages: [counted(() => simulator.deleteOlder({ days: simulatorDays, limit }))],
    template_versions: [walking(async (after) => (await deleteUnusedTexts(db, { months, after, limit })).at(-1))],
    webhook_deliveries: [counted(() => dropOldDeliveries(db, { days: eventsDays, limit }))],
    webhook_hours: [counted(() => deleteOldHours(db, { limit }))],
    webhook_queue: [counted(() => deleteOldPages(db, { days: eventsDays, limit }))],
    webhook_replays: [counted(() => deleteOldReplays(db, { limit }))],
  }
}

/** A slice that takes rows away: a full one says that more are due. */
const counted =
  (take: () => Promise<number>): Slice =>
  async () =>
    (await take()) >= SLICE ? 'again' : 'done'

/** A slice that looks at rows which may have to stay: it goes on after the last one, and begins anew when it came to the end. */
function walking(look: (after: bigint) => Promise<bigint | undefined>): Slice {
  let after = 0n
  return async () => {
    after = (await look(after)) ?? 0n
    return after === 0n ? 'done' : 'again'
  }
}

/** Neighbours are joined only inside one slice, which loses nothing: the next walk meets them joined already. */
function joining(db: Db): Slice {
  const start = { codeSpaceId: 0, first: -1 }
  let after = start
  return async () => {
    after = (await joinRetired(db, { after, limit: SLICE })).at(-1) ?? start
    return after === start ? 'done' : 'again'
  }
}
