import { accountSettings } from '../../../domain/accounts/accounts.ts'
import { groupTraffic, type TrafficGroup } from '../../../domain/reports/traffic.ts'
import { localTime } from '../../../lib/localTime.ts'
import { databaseNow } from '../../../platform/db.ts'
import type { RouteParts } from '../../routes/parts.ts'
import { toUnits } from './account.ts'
import type { Answer } from './answers.ts'
import { beginOf, day, dayAfter, endOf } from './days.ts'
import type { Add, Asked } from './operation.ts'
import { oneOf, text, type Table } from './parameters.ts'

const groups = ['date', 'country', 'label', 'subaccount'] as const
type Group = (typeof groups)[number]

type Filter = { start: string | undefined; end: string | undefined; label: string | undefined }
const filter: Table<Filter> = { start: day, end: day, label: text({ max: 100 }) }

/** How far back figures go unless told. */
const DAYS = 30

/** Messages in and out with their cost, and what came of their links, in groups. */
export function analyticsOperations(add: Add, parts: RouteParts): void {
  for (const by of groups)
    add({
      methods: ['GET', 'POST'],
      path: `/analytics/${by}`,
      scope: 'messages:read',
      parameters: filter,
      run: async (asked) => read(parts, by, asked),
    })

  add({
    methods: ['GET', 'POST'],
    path: '/analytics',
    scope: 'messages:read',
    parameters: { ...filter, group_by: oneOf<Group>(...groups) },
    run: async (asked) => read(parts, asked.values.group_by ?? 'date', asked),
  })
}

async function read({ db }: RouteParts, by: Group, { key, values }: Asked<Filter>): Promise<Answer> {
  const { accountId, mode } = key
  const [{ timeZone, name }, now] = await Promise.all([accountSettings(db, accountId), databaseNow(db)])
  const end = values.end ?? localTime(now, timeZone).slice(0, 10)
  const start = values.start ?? dayAfter(end, -DAYS)
  const rows = await groupTraffic(db, {
    ...{ accountId, test: mode === 'test', by: domainGroup[by], timeZone, label: values.label === 'all' ? undefined : values.label },
    ...{ from: beginOf(start, timeZone), to: endOf(end, timeZone) },
  })
  return {
    json: rows.map(({ key: group, sent, received, priceMicros, clicks, views, conversions }) => ({
      [by === 'subaccount' ? 'account' : by]: by === 'subaccount' ? name : group,
      ...{ sms: sent, rcs: 0, voice: 0, hlr: 0, mnp: 0, inbound: received, usage_eur: toUnits(priceMicros) },
      ...{ clicks, views, conversions },
    })),
  }
}

const domainGroup = { date: 'date', country: 'country', label: 'label', subaccount: 'account' } as const satisfies Record<
  Group,
  TrafficGroup
>
