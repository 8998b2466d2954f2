import { changeSevenSettings, sevenSettingsView, sevenSigningKeyView } from '../../contract/sevenSettings.ts'
import {
  rotateSevenSigningKey,
  sevenSettings,
  sevenSigningKey,
  updateSevenSettings,
  type SevenSettings,
} from '../../domain/accounts/sevenSettings.ts'
import { appendAudit } from '../../domain/audit.ts'
import { checkSender } from '../../lib/sender.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['account']

/** How clients of seven.io are answered. */
export function sevenSettingsRoutes(app: Api, { db, webhooks: { secrets } }: RouteParts): void {
  app.get(
    '/v1/seven',
    {
      onRequest: requireKey('account:read'),
      schema: { tags, summary: 'Read how clients of seven.io are answered', response: { 200: sevenSettingsView } },
    },
    async (request) => view(await sevenSettings(db, request.key)),
  )

  app.patch(
    '/v1/seven',
    {
      onRequest: requireKey('account:write'),
      schema: {
        tags,
        summary: 'Change how clients of seven.io are answered; what is left out stays',
        body: changeSevenSettings,
        response: { 200: sevenSettingsView },
      },
    },
    async (request) => {
      const { accountId, actor } = request.key
      const { sender, requires_signature: requiresSignature } = request.body
      const changes = {
        ...(sender === undefined ? {} : { sender: sender === null ? null : checkSender(sender, { field: 'sender' }) }),
        ...(requiresSignature === undefined ? {} : { requiresSignature }),
      }
      return view(await updateSevenSettings(db, { accountId, actor, changes }))
    },
  )

  app.get(
    '/v1/seven/signing-key',
    {
      onRequest: requireKey('webhooks:write'),
      schema: { tags, summary: 'Show the signing key of hooks and requests', response: { 200: sevenSigningKeyView } },
    },
    async (request) => {
      const { accountId, actor } = request.key
      await appendAudit(db, { accountId, actor, action: 'seven_signing_key.shown', subject: `account:${accountId}` })
      return { signing_key: await sevenSigningKey(db, { accountId, secrets }) }
    },
  )

  app.post(
    '/v1/seven/signing-key/rotate',
    {
      onRequest: requireKey('webhooks:write'),
      schema: { tags, summary: 'Put a new signing key in place of the one before', response: { 200: sevenSigningKeyView } },
    },
    async (request) => {
      const { accountId, actor } = request.key
      return { signing_key: await rotateSevenSigningKey(db, { accountId, actor, secrets }) }
    },
  )
}

const view = ({ sender, requiresSignature }: SevenSettings) => ({ sender, requires_signature: requiresSignature })
