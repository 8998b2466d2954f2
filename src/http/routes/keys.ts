import { apiKey, createKey as createBody, keyList, keyMade, keyParams } from '../../contract/keys.ts'
import type { ApiKey } from '../../domain/accounts/apiKey.ts'
import { createKey, findKeyOf, listKeys, revokeKey } from '../../domain/accounts/keys.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['keys']
const manage = { onRequest: requireKey('keys:manage') }

/** Keys of the API. */
export function keyRoutes(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/keys',
    { ...manage, schema: { tags, summary: 'List keys; secrets are not among what is shown', response: { 200: keyList } } },
    async ({ key: { accountId } }) => ({ keys: (await listKeys(db, { accountId })).map(viewKey) }),
  )

  app.post(
    '/v1/keys',
    { ...manage, schema: { tags, summary: 'Make a key; it is shown this once', body: createBody, response: { 201: keyMade } } },
    async ({ key: { accountId, actor, scopes, mode }, body }, reply) => {
      if (mode === 'test' && body.mode === 'live')
        throw new AppError('scope_invalid', 'A test key cannot make a live one: use a live key, or sign in.', { field: 'mode' })
      const made = await createKey(db, { accountId, actor, within: scopes, ...body })
      return reply.code(201).send({ ...viewKey(made), key: made.key })
    },
  )

  app.post(
    '/v1/keys/:id/revoke',
    { ...manage, schema: { tags, summary: 'End a key for good, within 5 s', params: keyParams, response: { 200: apiKey } } },
    async ({ key: { accountId, actor }, params }) => {
      const target = { accountId, keyId: BigInt(params.id) }
      await revokeKey(db, { ...target, actor })
      const found = await findKeyOf(db, target)
      if (found === undefined) throw new AppError('not_found', `There is no key ${params.id} in this account.`)
      return viewKey(found)
    },
  )
}

const viewKey = ({ id, publicId, name, mode, scopes, ratePerMinute, createdAt, lastUsedAt, revokedAt }: ApiKey) => ({
  ...{ id: String(id), begins_with: `tl_${publicId}`, name, mode, scopes, rate_per_minute: ratePerMinute },
  ...{ created_at: createdAt.toISOString(), last_used_at: lastUsedAt?.toISOString() ?? null, revoked_at: revokedAt?.toISOString() ?? null },
})
