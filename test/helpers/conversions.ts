import { storeHits } from '../../src/domain/tracking/drain.ts'
import type { HitRecord } from '../../src/domain/tracking/record.ts'
import { inTransaction, type Pool } from '../../src/platform/db.ts'
import { caller, type Answer } from './api.ts'
import { aHit } from './hits.ts'
import { newAccount, send } from './messaging.ts'
import type { api } from './api.ts'

type Given = Awaited<ReturnType<typeof api>>
export type Message = { id: bigint; renderingId: bigint; number: bigint; phone: string }

/** An account of its own that sells something: sends, is tapped, and reports. */
export async function aShop(db: Pool, { app, parts }: Given) {
  const { accountId, secretKey, key, testKey } = await newAccount(db)
  const call = caller(app, secretKey)
  const clickIds = parts.conversionKeys.clickIdsOf(Number(accountId))
  return {
    ...{ accountId, call, clickIds, key, testKey },
    /** Sends a message with a link and marks it as sent. */
    async sendTo(phone: string, request: Record<string, unknown> = {}, by = key): Promise<Message> {
      const [recipient] = (await send(parts, by, { to: phone, text: 'Sale: https://shop.example/', ...request })).recipients
      if (recipient?.kind !== 'prepared') throw new Error('refused')
      const [row] = await db<Message[]>`
        update messages set submitted_at = now() where id = ${recipient.id}
        returning id, rendering_id as "renderingId", first_number as number, phone`
      if (row === undefined) throw new Error('nothing was sent')
      return row
    },
    /** A hit on a message's link, in the database. @returns its click id */
    async tap({ id, renderingId, number }: Message, hit: Partial<HitRecord> = {}): Promise<string> {
      const ids = { accountId: Number(accountId), messageId: Number(id), renderingId: Number(renderingId), number: Number(number) }
      const record = aHit({ ...ids, at: Date.now() - 1_000, ...hit })
      await inTransaction(db, (tx) => storeHits(tx, [record]))
      return clickIds.encode(record)
    },
    report: (conversion: Record<string, unknown>): Promise<Answer> => call('POST', '/v1/conversions', { name: 'order', ...conversion }),
    detail: async (id: unknown) => (await call('GET', `/v1/conversions/${String(id)}`)).body,
    events: () => db<{ type: string }[]>`select type from outbox where account_id = ${accountId} and type like 'conversion.%' order by id`,
  }
}

/** The id in the first entry of an answer. */
export function firstOf({ body }: Answer): Record<string, unknown> {
  const [first] = body.conversions as Record<string, unknown>[]
  if (first === undefined) throw new Error(`no conversion in ${JSON.stringify(body)}`)
  return first
}
