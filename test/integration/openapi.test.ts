import { expect, test } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { api } from '../helpers/api.ts'

const { app } = await api(await testDatabase())

const routes = [
  '/v1/account',
  ...['/v1/audiences/count', '/v1/audiences/sample'],
  ...['/v1/campaigns', '/v1/campaigns/{id}', '/v1/campaigns/{id}/cancel', '/v1/campaigns/{id}/clone'],
  ...['/v1/campaigns/{id}/comparison', '/v1/campaigns/{id}/experiment', '/v1/campaigns/{id}/experiment/decide'],
  ...['/v1/campaigns/{id}/experiment/decisions', '/v1/campaigns/{id}/experiment/plan', '/v1/campaigns/{id}/experiment/stop'],
  ...['/v1/campaigns/{id}/group', '/v1/campaigns/{id}/pause', '/v1/campaigns/{id}/recipients'],
  ...['/v1/campaigns/{id}/recipients/export', '/v1/campaigns/{id}/report', '/v1/campaigns/{id}/resume', '/v1/campaigns/{id}/start'],
  ...['/v1/campaigns/{id}/test', '/v1/campaigns/{id}/unschedule'],
  ...['/v1/carriers', '/v1/carriers/{id}/test'],
  '/v1/contacts',
  '/v1/contacts/batch',
  '/v1/contacts/export',
  '/v1/contacts/fields',
  ...['/v1/contacts/imports', '/v1/contacts/imports/preview'],
  '/v1/contacts/imports/{id}',
  '/v1/contacts/imports/{id}/cancel',
  '/v1/contacts/imports/{id}/rejections',
  '/v1/contacts/imports/{id}/resume',
  '/v1/contacts/{contact}',
  ...['/v1/contacts/{contact}/conversions', '/v1/contacts/{contact}/inbound', '/v1/contacts/{contact}/messages'],
  '/v1/conversions',
  ...['/v1/conversions/check-page', '/v1/conversions/explain'],
  '/v1/conversions/settings',
  '/v1/conversions/snippet',
  '/v1/conversions/{id}',
  '/v1/conversions/{id}/corrections',
  '/v1/events',
  '/v1/groups',
  '/v1/groups/{id}',
  '/v1/groups/{id}/members/add',
  '/v1/groups/{id}/members/remove',
  ...['/v1/inbound', '/v1/inbound/{id}'],
  ...['/v1/keys', '/v1/keys/{id}/revoke'],
  '/v1/links',
  '/v1/links/{id}',
  '/v1/links/{id}/report',
  '/v1/links/{id}/restore',
  '/v1/links/{id}/takedown',
  '/v1/live',
  '/v1/messages',
  ...['/v1/messages/cancel', '/v1/messages/preview', '/v1/messages/recipients'],
  '/v1/messages/{id}',
  '/v1/messages/{id}/cancel',
  '/v1/messages/{id}/hits',
  ...['/v1/notices', '/v1/notices/{id}/read'],
  '/v1/onboarding',
  ...['/v1/opt-outs', '/v1/opt-outs/{id}', '/v1/opt-outs/{id}/confirm', '/v1/opt-outs/{id}/dismiss'],
  '/v1/persons/erase',
  '/v1/persons/export',
  '/v1/retention',
  ...['/v1/segments', '/v1/segments/{id}'],
  ...['/v1/session', '/v1/session/password', '/v1/sessions'],
  ...['/v1/seven', '/v1/seven/signing-key', '/v1/seven/signing-key/rotate', '/v1/short-domains', '/v1/short-domains/{host}/check'],
  ...['/v1/simulator/phones', '/v1/simulator/phones/{phone}', '/v1/simulator/phones/{phone}/replies'],
  '/v1/spend-limits',
  '/v1/stats',
  ...['/v1/suppressions', '/v1/suppressions/export', '/v1/suppressions/{phone}'],
  ...['/v1/team', '/v1/team/invitations', '/v1/team/invitations/{id}', '/v1/team/{id}'],
]

test('the description of the API is OpenAPI 3.1 and names every route', async () => {
  const document = (await app.inject('/openapi.json')).json<{ openapi: string; paths: Record<string, unknown> }>()
  expect(document.openapi).toBe('3.1.0')
  // Those of webhooks stand in src/http/webhooks.test.ts.
  const paths = Object.keys(document.paths).filter((path) => !path.startsWith('/v1/webhooks/'))
  expect(paths.toSorted()).toEqual(routes)
})
