import { z } from 'zod'
import { cursor, id, limit, timestamp, truth } from './fields.ts'

export const MAX_CONTACTS = 1_000

const phone = z.string().min(1).max(50).describe('E.164, such as +4915112345678; a national number needs the account to have a country')
export const fieldName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'expected names of letters, digits and _')
const fieldValue = z.union([z.string().max(2_048), z.number()])
const timeZone = z.string().max(60).describe('IANA name such as Europe/Berlin; without one it follows from the number')
/** Text of which something is left without the blanks around it. */
export const words = (max: number) => z.string().trim().min(1).max(max).regex(/\S/, 'expected words')

export const groupName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(
    /^[^;\u0000-\u001f\u007f]*[^\s;\u0000-\u001f\u007f][^;\u0000-\u001f\u007f]*$/,
    'expected a name without semicolons and control characters',
  )
export const rule = z
  .enum(['skip', 'update', 'replace'])
  .describe(
    'What happens to a contact that is there: skip leaves it, update adds and changes fields, replace takes away those that are not given',
  )
export const consent = z
  .strictObject({
    source: words(200).describe('Where it was given, such as "checkout form"'),
    at: z.iso.datetime({ offset: true }).optional().describe('When; now unless told'),
    wording: words(2_000).optional().describe('What was agreed to, word for word'),
  })
  .describe('What the person agreed to; recorded for good, beside earlier ones')

const given = {
  time_zone: timeZone.optional(),
  fields: z
    .record(fieldName, fieldValue)
    .default({})
    .describe('Custom fields, up to 100; merge fields of a text take their values from here'),
  groups: z.array(groupName).max(100).default([]).describe('Names of groups to join; those that are missing are made'),
  consent: consent.optional(),
}
export const givenContact = z.strictObject({ phone, ...given })
export type GivenContactBody = z.output<typeof givenContact>
export const upsertOne = z.strictObject({ ...givenContact.shape, rule: rule.default('update') })
export const upsertMany = z.strictObject({ contacts: z.array(givenContact).min(1).max(MAX_CONTACTS), rule: rule.default('update') })

export const deleted = z.strictObject({ id, deleted: z.literal(true) })

export const changeContact = z.strictObject({
  time_zone: timeZone.nullable().optional().describe('null: it follows from the number again'),
  fields: z.record(fieldName, fieldValue.nullable()).default({}).describe('null takes a field away; what is left out stays'),
})

export const contact = z.strictObject({
  id,
  phone: z.string(),
  country: z.string().nullable().describe('Of the number, two letters'),
  mobile: z.boolean().nullable().describe('null: the numbering plan does not tell'),
  time_zone: z.string().nullable(),
  time_zone_basis: z
    .enum(['own', 'country', 'area', 'guess'])
    .nullable()
    .describe('own: given; country: the only one of the country; area: by the area code; guess: where most people of the country live'),
  fields: z.record(z.string(), z.string()),
  groups: z.array(z.strictObject({ id, name: z.string() })),
  created_at: timestamp,
  updated_at: timestamp,
})
export type ContactView = z.infer<typeof contact>
const consentRecord = z.strictObject({ source: z.string(), at: timestamp, wording: z.string().nullable(), recorded_at: timestamp })
/** A contact in a list. */
export const listedContact = z.strictObject({
  ...contact.shape,
  suppressed: z.boolean().describe('Nothing is sent to the number, also where its person was erased and only a hash of it is kept'),
})
export type ListedContactView = z.infer<typeof listedContact>
export const contactDetail = z.strictObject({
  ...contact.shape,
  suppression: z
    .strictObject({ source: z.string(), created_at: timestamp })
    .nullable()
    .describe('Why nothing is sent to the number; null: it can be sent to'),
  consents: z.array(consentRecord).describe('The latest 20, newest first'),
})

const written = z.strictObject({ phone: z.string(), status: z.enum(['created', 'updated', 'skipped']), id })
const refused = z.strictObject({ phone: z.string(), status: z.literal('refused'), code: z.string(), detail: z.string() })
export const upsertAnswer = z.strictObject({
  created: z.int(),
  updated: z.int(),
  skipped: z.int(),
  refused: z.int(),
  contacts: z.array(z.discriminatedUnion('status', [written, refused])).describe('One entry per contact, in the order of the request'),
})

const filters = {
  phone: z.string().max(20).optional().describe('The beginning of the number, such as +49151'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected two letters, such as DE')
    .optional(),
  group: id.optional(),
  field: fieldName.optional().describe('Name of a custom field, together with value'),
  value: z.string().max(2_048).optional(),
  search: z.string().min(1).max(200).optional().describe('What one of the custom fields holds, letter by letter'),
  suppressed: truth.optional().describe('Only those whose number must not be sent to, or only the others'),
}
export const exportContactsQuery = z.strictObject(filters)
export type ContactFilters = z.output<typeof exportContactsQuery>
export const listContactsQuery = z.strictObject({ ...filters, limit, cursor })
/** An answer that is a file. */
export const csvAnswer = { description: 'CSV in UTF-8 with a mark', content: { 'text/csv': { schema: z.string() } } }
export const contactHistoryQuery = z.strictObject({ limit, cursor })
export const contactPage = z.strictObject({ contacts: z.array(listedContact), next_cursor: z.string().nullable() })
export const contactParams = z.strictObject({
  contact: z.string().min(1).max(30).describe('Id, or number with its plus sign written as %2B'),
})
export const fieldNameList = z.strictObject({ fields: z.array(z.string()) })

export const group = z.strictObject({ id, name: z.string(), created_at: timestamp })
export const groupDetail = z.strictObject({ ...group.shape, members: z.int() })
const listedGroup = z.strictObject({ ...group.shape, members: z.int().nullable().describe('null: not asked for') })
export const groupPage = z.strictObject({ groups: z.array(listedGroup), next_cursor: z.string().nullable() })
export const listGroupsQuery = z.strictObject({
  members: truth.optional().describe('true counts the members of each, which takes a while for large groups'),
  limit,
  cursor: z.string().max(1_000).optional().describe('next_cursor of the page before'),
})
export const groupParams = z.strictObject({ id })
export const groupBody = z.strictObject({ name: groupName })
export const memberList = z.strictObject({
  contacts: z.array(z.string().min(1).max(30)).min(1).max(MAX_CONTACTS).describe('Ids, or numbers in E.164'),
})
export const memberAnswer = z.strictObject({
  changed: z.int().describe('Contacts that were added or removed; the others were in, or out, before'),
  unknown: z.array(z.string()).describe('Entries that name no contact'),
})
