import { sevenStates } from '../../../contract/seven.ts'
import { accountSettings } from '../../../domain/accounts/accounts.ts'
import { listMessagesById } from '../../../domain/reports/logbook.ts'
import { localTime } from '../../../lib/localTime.ts'
import type { RouteParts } from '../../routes/parts.ts'
import { SevenRefusal } from './codes.ts'
import { changedAt } from './journalRows.ts'
import type { Add } from './operation.ts'
import { idList } from './parameters.ts'

const MAX_IDS = 100

/** What became of messages, by their ids. */
export function statusOperations(add: Add, { db }: RouteParts): void {
  add({
    methods: ['GET', 'POST'],
    path: '/status',
    scope: 'messages:read',
    parameters: { msg_id: idList({ max: MAX_IDS }) },
    run: async ({ key, values: { msg_id: ids } }) => {
      const { timeZone } = await accountSettings(db, key.accountId)
      const rows = await listMessagesById(db, { accountId: key.accountId, ids })
      if (rows.length === 0) throw new SevenRefusal(600, 'There is no message with such an id: "msg_id" takes ids as "sms" answers them.')
      const states = rows.map((row) => ({ id: String(row.id), status: sevenStates[row.state], at: localTime(changedAt(row), timeZone) }))
      return {
        // Clients disagree about the name of the time.
        json: states.map(({ id, status, at }) => ({ id, status, status_time: at, statusTime: at })),
        text: states.map(({ status, at }) => `${status}\n${at}`).join('\n'),
      }
    },
  })
}
