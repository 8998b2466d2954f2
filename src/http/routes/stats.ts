import { stats, statsQuery } from '../../contract/stats.ts'
import { countHits, countMessages, groupHits } from '../../domain/reports/stats.ts'
import { groupConversions, sumConversions } from '../../domain/reports/conversions.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import { joinGroups, viewConversions } from '../statsView.ts'
import type { Api, RouteParts } from './parts.ts'

const DEFAULT_DAYS = 30
const MAX_DAYS = 800

/** The figures of docs/metrics.md over a period, in groups. */
export function statsRoutes(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/stats',
    {
      onRequest: requireKey('messages:read'),
      schema: {
        tags: ['stats'],
        summary: 'Count messages, clicks, views, bots and conversions',
        querystring: statsQuery,
        response: { 200: stats },
      },
    },
    async (request) => {
      const { accountId } = request.key
      const { by, test, time_zone: timeZone } = request.query
      const period = { accountId, test, ...readPeriod(request.query, new Date()) }
      checkTimeZone(timeZone)
      const [messages, hits, groups, conversions, conversionGroups] = await Promise.all([
        countMessages(db, period),
        countHits(db, period),
        groupHits(db, { ...period, by, timeZone }),
        sumConversions(db, period),
        groupConversions(db, { ...period, by, timeZone }),
      ])
      return {
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        messages: {
          ...messages,
          click_rate: messages.reached === 0 ? null : messages.clicked / messages.reached,
          conversion_rate: messages.clicked === 0 ? null : messages.converted / messages.clicked,
        },
        hits,
        conversions: viewConversions(conversions, messages),
        groups: joinGroups(groups, conversionGroups, by),
      }
    },
  )
}

function readPeriod(query: { from?: string | undefined; to?: string | undefined }, now: Date): { from: Date; to: Date } {
  const to = query.to === undefined ? now : new Date(query.to)
  const from = query.from === undefined ? new Date(to.getTime() - DEFAULT_DAYS * 86_400_000) : new Date(query.from)
  if (from >= to)
    throw new AppError('query_invalid', `from (${from.toISOString()}) has to lie before to (${to.toISOString()}).`, { field: 'from' })
  if (to.getTime() - from.getTime() > MAX_DAYS * 86_400_000)
    throw new AppError('query_invalid', `The period has more than ${MAX_DAYS} days: ask for a shorter one.`, { field: 'from' })
  return { from, to }
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch (cause) {
    throw new AppError('query_invalid', `time_zone is "${timeZone}": expected an IANA name such as Europe/Berlin.`, {
      field: 'time_zone',
      cause,
    })
  }
}
