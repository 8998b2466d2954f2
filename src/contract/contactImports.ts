import { z } from 'zod'
import { groupName, rule, words } from './contacts.ts'
import { cursor, id, limit, timestamp } from './fields.ts'

/** A body that is no JSON, but a file: handed on as it comes, never read whole. */
export const csvFile = z.unknown().describe('CSV; the first line names the columns')

export const createImportQuery = z.strictObject({
  file_name: z.string().max(255).optional(),
  // The body is the file, so this stands in the query; what it holds is checked where it is read.
  mapping: z
    .string()
    .max(20_000)
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
    .union([groupName, z.array(groupName).min(1).max(100)])
    .optional()
    .describe('Name of a group that all contacts of the file join; can be repeated'),
  consent_source: words(200).optional().describe('Where all of the file gave their consent; a row can have its own'),
  consent_at: z.iso.datetime({ offset: true }).optional().describe('When; now unless told'),
  consent_wording: words(2_000).optional(),
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
  default_country: z.string().nullable().describe('Of numbers without a country code'),
  group_ids: z.array(id).describe('Groups that all contacts of the file join'),
  consent_source: z.string().nullable().describe('Where all of the file gave their consent'),
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
export const previewImportQuery = createImportQuery.pick({ mapping: true, default_country: true })
export const importPreview = z.strictObject({
  encoding: contactImport.shape.encoding,
  delimiter: z.string(),
  columns: contactImport.shape.columns,
  problem: z.string().nullable().describe('Why an import could not begin with this mapping, such as that no column holds the number'),
  rows: z
    .array(
      z.strictObject({
        line: z.int(),
        cells: z.array(z.string()).describe('As they stand in the file, cut after 200 characters'),
        phone: z.string().nullable().describe('As it would be imported; null: the row would be rejected'),
        detail: z.string().nullable().describe('Why the row would be rejected'),
      }),
    )
    .describe('The first rows, and some more that would be rejected'),
  sampled: z.int().describe('Rows that were looked at: those in the first 64 KiB'),
  rejected: z.int().describe('Of these, rows that would be rejected'),
})
export type ImportPreviewView = z.infer<typeof importPreview>
export const importParams = z.strictObject({ id })
export const listImportsQuery = z.strictObject({ limit, cursor })
export const importPage = z.strictObject({ imports: z.array(contactImport), next_cursor: z.string().nullable() })

/** What `mapping` holds: targets by heading, or by number of the column. */
export const mappingShape = z.record(z.string().max(500), z.string().max(64))
