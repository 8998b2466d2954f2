import { presentBodies } from '../payload.ts'
import { standardDelaysMs } from '../schedule.ts'
import { requestHeaders, signingKeys, testBody, validSecrets } from '../signing.ts'
import type { Format } from './format.ts'

/** Our own events, by Standard Webhooks 1.0.0. */
export const standard: Format = {
  present: (parts, { endpoint: { accountId, includeRecipient }, events }) => presentBodies(parts, { accountId, events, includeRecipient }),
  test: testBody,
  keys: async (_parts, endpoint) => signingKeys(validSecrets(endpoint, endpoint)),
  request: (target, { id, body, at }) => ({
    url: target.url,
    method: 'POST',
    headers: requestHeaders(target, { id, timestamp: Math.floor(at.getTime() / 1_000), body }),
    body,
    deadlineMs: 10_000,
  }),
  signatures: ['webhook-signature'],
  judge: (status) => (status >= 200 && status <= 299 ? 'delivered' : status === 410 ? 'gone' : 'failed'),
  delaysMs: standardDelaysMs,
}
