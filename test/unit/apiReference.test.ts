import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleBody, exampleOf, exampleUrl } from '../../web/pages/developer/reference/examples.ts'
import {
  findOperations,
  operationOfField,
  operationsOf,
  related,
  successOf,
  type OpenApi,
} from '../../web/pages/developer/reference/openApi.ts'

const text = readFileSync('openapi.json', 'utf8')
/** The document that a test compares with the routes; the page gets the same from the server. */
const document: OpenApi = JSON.parse(text)
const operations = operationsOf(document)
const one = (key: string) => operations.find((operation) => operation.key === key) ?? expect.fail(`there is no ${key}`)

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(document, 'api')
const pointer = (path: readonly string[]) =>
  path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')

const withBody = operations.filter(({ body }) => body?.type === 'application/json')
test.each(withBody.map((operation) => [operation.key, operation] as const))(
  'the example of %s is a body that it takes',
  (_key, operation) => {
    const place = pointer(['paths', operation.path, operation.method, 'requestBody', 'content', 'application/json', 'schema'])
    const isValid = ajv.validate({ $ref: `api#/${place}` }, exampleBody(document, operation))
    expect(ajv.errors ?? []).toEqual([])
    expect(isValid).toBe(true)
  },
)

test('every operation has words, a resource, an answer and an address without gaps', () => {
  for (const operation of operations) {
    expect([operation.key, operation.summary, operation.tag]).not.toContain('')
    expect(exampleUrl(document, 'https://sms.example', operation)).toMatch(/^https:\/\/sms\.example\/v1\/[^{}]+$/)
    expect(successOf(operation)).toBeDefined()
  }
  expect(operations.length).toBeGreaterThan(80)
})

test('examples of answers end, also where rules hold rules', () => {
  const lengths = operations.map((operation) => {
    const schema = successOf(operation)?.schema
    return schema === undefined ? 0 : (JSON.stringify(exampleOf(document, schema))?.length ?? 0)
  })
  expect(Math.max(...lengths)).toBeLessThan(20_000)
})

test('the send has the example that everybody knows', () => {
  expect(exampleBody(document, one('post /v1/messages'))).toMatchObject({ to: '+4915112345678', from: 'Acme' })
  expect(exampleUrl(document, 'http://localhost:4100', one('get /v1/messages/{id}'))).toBe('http://localhost:4100/v1/messages/1024')
})

test('what a key needs is known, and what only people may do', () => {
  expect(one('post /v1/messages')).toMatchObject({ scope: 'messages:write', isPersonal: false })
  expect(one('patch /v1/session')).toMatchObject({ scope: undefined, isPersonal: true })
})

test.each([
  ['webhooks secret', ['get /v1/webhooks/endpoints/{id}/secret', 'post /v1/webhooks/endpoints/{id}/secret/rotate']],
  ['SIMULATOR replies', ['post /v1/simulator/phones/{phone}/replies']],
  ['no such words', []],
])('a search for "%s" finds what holds all of its words', (search, keys) => {
  expect(findOperations(operations, search).map(({ key }) => key)).toEqual(keys)
})

test('an empty search finds everything', () => {
  expect(findOperations(operations, '  ')).toEqual(operations)
})

test.each([
  ['campaign_id', 'get /v1/campaigns/{id}'],
  ['message_id', 'get /v1/messages/{id}'],
  ['answer_message_id', 'get /v1/messages/{id}'],
  ['endpoint_id', 'get /v1/webhooks/endpoints/{id}'],
  ['id', undefined],
  ['webhook_timestamp', undefined],
])('the field %s leads to %s', (field, key) => {
  expect(operationOfField(operations, field)?.key).toBe(key)
})

test('the others of a resource stand beside an operation, without itself', () => {
  const others = related(operations, one('get /v1/keys')).map(({ key }) => key)
  expect(others).toEqual(expect.arrayContaining(['post /v1/keys', 'post /v1/keys/{id}/revoke']))
  expect(others).not.toContain('get /v1/keys')
})
