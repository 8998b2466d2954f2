import type { MessageDetail } from '../contract/messages.ts'
import type { Caller } from '../domain/accounts/caller.ts'
import { selectInbound } from '../domain/messages/inboundData.ts'
import { selectOptOuts } from '../domain/messages/optOutList.ts'
import { listConversionsOfMessage } from '../domain/reports/conversions.ts'
import { findMessage, listHits, listLinksOfMessage, type LogbookRow } from '../domain/reports/logbook.ts'
import { findMakerOfMessage } from '../domain/reports/makers.ts'
import { AppError } from '../lib/errors.ts'
import { viewDetail } from './messageView.ts'
import type { RouteParts } from './routes/parts.ts'
import { viewSentBy } from './sentByView.ts'

/** Hits that a message's timeline shows; the rest is in its hits. */
const TIMELINE_HITS = 100
/** Replies, and opt-outs, that it shows; all stand in their lists. */
const TIMELINE_REPLIES = 100

type Target = { accountId: bigint; id: bigint }

/**
 * Reads a message with its links and timeline.
 * @throws AppError `not_found`, also for a message of another account
 */
export async function readDetail({ db, renderings }: RouteParts, { id, reader }: { id: bigint; reader: Caller }): Promise<MessageDetail> {
  const target = { accountId: reader.accountId, id }
  const row = await requireMessage({ db }, target)
  const links = await listLinksOfMessage(db, { accountId: target.accountId, messageId: row.id, renderingId: row.renderingId })
  const hits = await listHits(db, { accountId: target.accountId, messageId: row.id, after: undefined, limit: TIMELINE_HITS })
  const conversions = await listConversionsOfMessage(db, { accountId: target.accountId, messageId: row.id })
  const replies = await selectInbound(db, {
    accountId: target.accountId,
    filter: { test: row.test, messageId: row.id },
    beforeId: undefined,
    limit: TIMELINE_REPLIES,
  })
  // An opt-out is told to those alone who may read it in its list.
  const optOuts = reader.scopes.has('contacts:read')
    ? await selectOptOuts(db, { accountId: target.accountId, messageId: row.id, limit: TIMELINE_REPLIES })
    : []
  const sentBy = viewSentBy(await findMakerOfMessage(db, target), reader)
  return viewDetail(renderings, { row, sentBy, links, hits, conversions, replies, optOuts })
}

/** @throws AppError `not_found` */
export async function requireMessage({ db }: Pick<RouteParts, 'db'>, target: Target): Promise<LogbookRow> {
  const row = await findMessage(db, target)
  if (row === undefined) throw new AppError('not_found', `There is no message ${target.id} in this account.`)
  return row
}
