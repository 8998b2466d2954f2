import { z } from 'zod'
import { httpUrl } from './httpUrl.ts'

/** Where in an answer or a callback something stands. @see RFC 6901 */
const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/[^/]+)*$/, 'Expected a JSON pointer such as /messages/0/id')

/** Holds when the status is one of these, where statuses are given, and each place has one of its values. */
const condition = z.strictObject({
  status: z.array(z.int().min(100).max(599)).max(50).optional(),
  where: z.record(pointer, z.array(z.string().max(200)).max(100)).optional(),
})
const conditions = z.array(condition).max(20).default([])

const headers = z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'Expected the name of a header'), z.string().max(1_000)).default({})
const states = z.enum(['delivered', 'undelivered', 'expired'])

/**
 * A carrier that its settings describe. Texts of `url`, `headers` and `body` may hold `{phone}`, `{phone_digits}`, `{sender}`, `{text}`,
 * `{id}`, `{validity_minutes}`, `{callback_url}` and `{secret.NAME}`; what is filled in is encoded for its place.
 */
export const genericSettings = z.strictObject({
  submit: z.strictObject({
    url: httpUrl,
    method: z.enum(['POST', 'GET']).default('POST'),
    headers,
    encoding: z.enum(['json', 'form', 'query']).default('json'),
    body: z.record(z.string().max(100), z.json()).default({}),
  }),
  answer: z
    .strictObject({
      id: pointer.optional(),
      accepted: z
        .array(condition)
        .max(20)
        .default([{ status: [200, 201, 202] }]),
      later: conditions,
      rejected: conditions,
      reason: pointer.optional(),
    })
    .prefault({}),
  receipts: z
    .strictObject({
      list: pointer.optional(),
      id: pointer.optional(),
      reference: pointer.optional(),
      state: pointer,
      states: z.record(z.string().max(100), states),
      failure: pointer.optional(),
      at: pointer.optional(),
    })
    .optional(),
  inbound: z.strictObject({ list: pointer.optional(), id: pointer.optional(), from: pointer, to: pointer, text: pointer }).optional(),
  signature: z
    .strictObject({
      header: z.string().regex(/^[a-z0-9-]{1,64}$/, 'Expected a header in lower case'),
      algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
      encoding: z.enum(['hex', 'base64']).default('hex'),
      prefix: z.string().max(20).default(''),
      secret: z.string().max(64),
    })
    .optional(),
  callback_answer: z
    .strictObject({ content_type: z.string().max(100), body: z.string().max(1_000) })
    .default({ content_type: 'text/plain', body: 'ok' }),
  test: z.strictObject({ url: httpUrl, method: z.enum(['GET', 'HEAD', 'POST']).default('GET'), headers }).optional(),
})
export type GenericSettings = z.infer<typeof genericSettings>
export type Condition = z.infer<typeof condition>
