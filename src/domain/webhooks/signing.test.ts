import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { loadSecrets } from '../../platform/secrets.ts'
import { newSecret, requestHeaders, sealEndpointSecrets, sign, signingKeys, unsealEndpointSecrets, validSecrets } from './signing.ts'

test('the vector of Standard Webhooks is signed as it says', () => {
  const keys = signingKeys(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])
  const signed = sign(keys, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' })
  expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('a new secret has 32 random bytes, and the library takes it', () => {
  const [one, other] = [newSecret(), newSecret()]
  expect(one).not.toBe(other)
  expect(signingKeys([one])[0]).toHaveLength(32)
  const timestamp = Math.floor(Date.now() / 1_000)
  const headers = requestHeaders({ keys: signingKeys([one]), headers: {} }, { id: 'evt_1', timestamp, body: '{"a":"ä"}' })
  expect(new Webhook(one).verify('{"a":"ä"}', headers)).toEqual({ a: 'ä' })
  expect(() => new Webhook(other).verify('{"a":"ä"}', headers)).toThrow('No matching signature found')
})

test('while a former secret is valid requests carry two signatures', () => {
  const secrets = { secret: newSecret(), former: newSecret(), headers: {} }
  expect(validSecrets(secrets, { isFormerValid: true })).toEqual([secrets.secret, secrets.former])
  expect(validSecrets(secrets, { isFormerValid: false })).toEqual([secrets.secret])
  expect(sign(signingKeys(validSecrets(secrets, { isFormerValid: true })), { id: 'a', timestamp: 1, body: '' }).split(' ')).toHaveLength(2)
})

test("an endpoint's own headers never replace ours", () => {
  const headers = requestHeaders({ keys: [], headers: { 'webhook-id': 'forged', 'x-shop': '1' } }, { id: 'evt_1', timestamp: 1, body: '' })
  expect(headers).toMatchObject({ 'webhook-id': 'evt_1', 'x-shop': '1' })
})

test('secrets open only for the endpoint that they were sealed for', () => {
  const secrets = loadSecrets({ secretKey: randomBytes(32).toString('hex'), dataDir: '/nonexistent' })
  const values = { secret: newSecret(), former: undefined, headers: { authorization: 'Bearer x' } }
  const sealed = sealEndpointSecrets(secrets, { id: 7n, values })
  expect(unsealEndpointSecrets(secrets, { id: 7n, sealed })).toEqual(values)
  expect(() => unsealEndpointSecrets(secrets, { id: 8n, sealed })).toThrow('webhook:8')
})
