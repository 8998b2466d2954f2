import { accountSettings } from '../../../domain/accounts/accounts.ts'
import { sevenSettings } from '../../../domain/accounts/sevenSettings.ts'
import { cancelMessages } from '../../../domain/messages/cancel.ts'
import { rehearseMessages, sendMessages, type Order, type SendResult } from '../../../domain/messages/create.ts'
import { MAX_RECIPIENTS } from '../../../contract/messages.ts'
import { AppError } from '../../../lib/errors.ts'
import { databaseNow } from '../../../platform/db.ts'
import { balanceOf } from './account.ts'
import type { Answer } from './answers.ts'
import { SevenRefusal } from './codes.ts'
import type { Add, Asked } from './operation.ts'
import { idList } from './parameters.ts'
import type { RouteParts } from '../../routes/parts.ts'
import { viewSms } from './smsAnswer.ts'
import { readSms, smsParameters, type SmsValues } from './smsRequest.ts'

/** Sending, and taking back what is scheduled. */
export function smsOperations(add: Add, parts: RouteParts): void {
  add({
    methods: ['POST', 'GET'],
    path: '/sms',
    scope: 'messages:write',
    parameters: smsParameters,
    run: async (asked) => send(parts, asked),
  })

  add({
    methods: ['DELETE'],
    path: '/sms',
    scope: 'messages:write',
    parameters: { ids: idList({ max: MAX_RECIPIENTS }) },
    run: async ({ key, values: { ids } }) => {
      const cancelled = await cancelMessages(parts.db, { accountId: key.accountId, ids })
      return { json: { success: cancelled.length > 0, deleted: cancelled.map(String) } }
    },
  })
}

/** How long the same text is not sent to the same number again. */
const RELOAD_LOCK_S = 180

async function send(parts: RouteParts, { key, values }: Asked<SmsValues>): Promise<Answer> {
  const { db } = parts
  const [settings, { sender }, now, balance] = await Promise.all([
    accountSettings(db, key.accountId),
    sevenSettings(db, key),
    databaseNow(db),
    balanceOf(db, key),
  ])
  if (balance <= 0)
    throw new SevenRefusal(500, 'The spend limit of the account or of this key is reached: raise it, or wait for the next period.')
  const request = await readSms(db, { key, values, settings, sender, now })
  const order = { key, request, now, repeatLockS: values.no_reload ? undefined : RELOAD_LOCK_S }
  const result = await (values.debug ? rehearseMessages(parts, order) : queue(parts, order)).catch((error: unknown) => {
    const alone = refusedAlone(request.to, error)
    if (alone === undefined) throw error
    return { sendAt: now, currency: null, recipients: [alone] }
  })
  return viewSms(result, { values, sender: request.from, balance })
}

async function queue(parts: RouteParts, order: Order): Promise<SendResult> {
  let result: SendResult | undefined
  await sendMessages(parts, { ...order, idempotency: undefined, present: (given) => (result = given) && null })
  if (result === undefined) throw new Error('A send gave no result')
  return result
}

/** Our own API answers with the fault of a recipient who is the only one; seven.io's lists it as that of one of many. */
function refusedAlone(to: unknown, error: unknown): SendResult['recipients'][number] | undefined {
  if (!(error instanceof AppError) || error.field !== 'to' || !Array.isArray(to) || to.length !== 1) return undefined
  return { kind: 'refused', to: String(to[0]), code: error.code, detail: error.message, error }
}
