import { spendLimitBody, spendLimits } from '../../contract/spendLimits.ts'
import { formatMicros } from '../../contract/fields.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import { listSpendLimits, setSpendLimit } from '../../domain/messages/spendLimits.ts'
import type { Db } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['account']

/** What an account and its keys may spend. */
export function spendLimitRoutes(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/spend-limits',
    {
      onRequest: requireKey('account:read'),
      schema: { tags, summary: 'Read what may be spent, and what was', response: { 200: spendLimits } },
    },
    async (request) => view(db, request.key.accountId),
  )

  app.put(
    '/v1/spend-limits',
    {
      onRequest: requireKey('account:write'),
      schema: { tags, summary: 'Limit what may be spent in a day or month', body: spendLimitBody, response: { 200: spendLimits } },
    },
    async (request) => {
      const { accountId } = request.key
      const { key_id: keyId, period, limit } = request.body
      await setSpendLimit(db, {
        ...{ accountId, period, keyId: keyId === null ? null : BigInt(keyId) },
        limitMicros: limit === null ? null : microsOf(limit),
      })
      return view(db, accountId)
    },
  )
}

async function view(db: Db, accountId: bigint) {
  const { currency } = await accountSettings(db, accountId)
  const rows = await listSpendLimits(db, { accountId })
  return {
    limits: rows.map(({ keyId, period, limitMicros, spentMicros }) => ({
      key_id: keyId?.toString() ?? null,
      period,
      limit: formatMicros(limitMicros),
      spent: formatMicros(spentMicros),
      currency,
    })),
  }
}

function microsOf(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
}
