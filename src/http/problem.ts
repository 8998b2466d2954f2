import { z } from 'zod'
import { fieldRules } from '../contract/fieldRules.ts'
import { statusOf, type ErrorCode } from '../lib/errors.ts'

/** What is wrong with one value: `field` is its JSON path, such as `to[3].phone`; empty for the whole. */
const fieldError = z.object({
  field: z.string(),
  message: z.string(),
  rule: z.enum(fieldRules).describe('Which rule the value breaks, for programs; other: the message alone says it.'),
  limit: z.number().optional().describe('The least or most that the rule allows.'),
})
export type FieldError = z.infer<typeof fieldError>

const codes = Object.keys(statusOf).filter((code): code is ErrorCode => code in statusOf)

/** RFC 9457 with our members: `code` is stable and made for programs, `detail` is a sentence made for people. */
export const problemSchema = z
  .object({
    type: z.string().describe('Relative address that names the kind of problem: /errors/ and the code.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What was attempted, the value, and what would have worked.'),
    code: z.enum(codes).describe('Stable name of the problem; switch on this.'),
    request_id: z.string().describe('Also in the header X-Request-Id; quote it when you ask about this answer.'),
    field: z.string().optional().describe('JSON path of the value that is wrong, such as to[3].phone.'),
    errors: z.array(fieldError).optional().describe('Every value that is wrong.'),
  })
  .meta({ id: 'Problem', description: 'An answer that is not a success (RFC 9457).' })
export type Problem = z.infer<typeof problemSchema>

export type ProblemInput = {
  code: ErrorCode
  detail: string
  requestId: string
  field?: string | undefined
  errors?: FieldError[] | undefined
}

/** The body of a problem answer; `status` inside is the status to answer with. */
export function problemOf({ code, detail, requestId, field, errors }: ProblemInput): Problem {
  return {
    type: `/errors/${code}`,
    title: titleOf(code),
    status: statusOf[code],
    detail,
    code,
    request_id: requestId,
    ...(field === undefined ? {} : { field }),
    ...(errors === undefined ? {} : { errors }),
  }
}

/** `phone_not_mobile` is titled "Phone not mobile". */
const titleOf = (code: ErrorCode) => `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll('_', ' ')}`
