import { z } from 'zod'
import { groupName, rule } from './contacts.ts'
import { cursor, id, limit, timestamp } from './fields.ts'

/** A body that is no JSON, but a file: handed on as it comes, never read whole. */
export const csvFile = z.unknown().describe('CSV; the first line names the columns')

/** Parameters stand in the query, since the body is the file; lists and objects are JSON. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .max(20_000)
    .transform((text, context) => {
      try {
        const value: unknown = JSON.parse(text)
        return value
      } catch {
        context.addIssue({ code: 'custom', message: 'expected JSON, percent-encoded' })
        return z.NEVER
      }
    })
    .pipe(schema)

export const createImportQuery = z.strictObject({
  file_name: z.string().max(255).optional(),
  mapping: json(z.record(z.string().max(500), z.string().max(64)))
    .optional()
    .describe(
      'JSON, such as {"Handy": "phone", "Vorname": "first_name"}: columns by heading or by number from 1, led to phone, time_zone, groups, ' +
        'consent_source, consent_at, consent_wording, ignore, or the name of a custom field. Columns that are left out go by their heading',
    ),
  rule: rule.default('update'),
  default_country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected ISO 3166, such as DE')
    .optional()
    .describe("For numbers without a country code; the account's unless told"),
  group: z
    .union([groupName, z.array(groupName).max(100)])
    .optional()
    .describe('Name of a group that all contacts of the file join; can be repeated'),
  consent_source: z.string().trim().min(1).max(200).optional().describe('Where all of the file gave their consent; a row can have its own'),
  consent_at: z.iso.datetime({ offset: true }).optional().describe('When; now unless told'),
  consent_wording: z.string().trim().min(1).max(2_000).optional(),
})
export type CreateImportQuery = z.output<typeof createImportQuery>

export const contactImport = z.strictObject({
  id,
  state: z.enum(['uploading', 'queued', 'running', 'done', 'failed', 'cancelled']),
  file_name: z.string().nullable(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.string(),
  columns: z.array(z.strictObject({ heading: z.string(), target: z.string() })),
  rule,
  progress: z.number().describe('Part of the file that is done, 0 to 1'),
  rows: z.int().describe('Rows so far: the sum of the following'),
  created: z.int(),
  updated: z.int(),
  skipped: z.int(),
  duplicates: z.int().describe('Rows whose number stood in the file before'),
  rejected: z.int(),
  failure: z.string().nullable(),
  created_at: timestamp,
  finished_at: timestamp.nullable(),
})
export type ContactImportView = z.infer<typeof contactImport>
export const importParams = z.strictObject({ id })
export const listImportsQuery = z.strictObject({ limit, cursor })
export const importPage = z.strictObject({ imports: z.array(contactImport), next_cursor: z.string().nullable() })
