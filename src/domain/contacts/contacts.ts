import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import { timeZoneOf } from '../../lib/timeZone.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { appendAudit } from '../audit.ts'
import type { Consent } from './consents.ts'
import { isFault, prepareContact, required, type Fault, type GivenContact, type Rule } from './contact.ts'
import { admitFieldNames, noRoomFor } from './fieldNames.ts'
import { deleteContact, findContact, findContactId, updateContact, type ContactRow } from './store.ts'
import { writeEntries, type Entry, type WriteOutcome } from './write.ts'

export type GivenEntry = GivenContact & { groups: readonly string[]; consent: Consent | undefined }

/** What became of one contact of a request. */
export type UpsertOutcome = { kind: 'created' | 'updated' | 'skipped'; id: bigint; phone: string } | Fault

/** Writes up to a thousand contacts, with an outcome for each, in their order: a bad one does not sink the rest. */
export async function upsertContacts(
  db: Db,
  { accountId, contacts, rule }: { accountId: bigint; contacts: readonly GivenEntry[]; rule: Rule },
): Promise<UpsertOutcome[]> {
  const { defaultCountry } = await accountSettings(db, accountId)
  const prepared = contacts.map((given) => prepareContact(given, defaultCountry ?? undefined))
  const entries = contacts.flatMap(({ groups, consent }, line): Entry[] => {
    const contact = prepared[line]
    return contact === undefined || isFault(contact) ? [] : [{ line, contact, groups, consent }]
  })
  const outcomes = await inTransaction(db, (tx) => writeEntries(tx, { accountId, entries, rule, importId: null, groupIds: [] }))
  return prepared.map((contact, line) => {
    if (isFault(contact)) return contact
    const outcome = outcomes.get(line)
    if (outcome === undefined) throw new Error(`nothing became of the contact at ${line}`)
    return outcomeOf(outcome, { phone: contact.phone, rule })
  })
}

function outcomeOf(outcome: WriteOutcome, { phone, rule }: { phone: string; rule: Rule }): UpsertOutcome {
  switch (outcome.kind) {
    case 'written':
      return { kind: outcome.created ? 'created' : rule === 'skip' ? 'skipped' : 'updated', id: outcome.id, phone }
    case 'duplicate':
      return {
        kind: 'fault',
        code: 'contact_duplicate',
        detail: `${phone} stands in the request more than once: the first place counts.`,
        field: 'phone',
      }
    case 'fault':
      return outcome
  }
}

/**
 * The contact that an id or a number in E.164 names.
 * @throws AppError `not_found`
 */
export async function getContact(db: Db, { accountId, reference }: { accountId: bigint; reference: string }): Promise<ContactRow> {
  const id = /^[1-9]\d{0,18}$/.test(reference) ? BigInt(reference) : await idOfPhone(db, { accountId, reference })
  // 19 digits can be more than an id ever is.
  const contact = id === undefined || id > MAX_ID ? undefined : await findContact(db, { accountId, id })
  if (contact === undefined)
    throw new AppError('not_found', `There is no contact ${reference}: expected an id, or a number such as +4915112345678.`)
  return contact
}

const MAX_ID = 2n ** 63n - 1n

async function idOfPhone(db: Db, { accountId, reference }: { accountId: bigint; reference: string }): Promise<bigint | undefined> {
  const parsed = parsePhone(reference)
  return parsed.kind === 'ok' ? findContactId(db, { accountId, phone: parsed.phone }) : undefined
}

/** `null` takes a field away, or the contact's own time zone, so that the number tells it again. */
export type ContactPatch = { fields: Readonly<Record<string, string | null>>; timeZone: string | null | undefined }

/** @throws AppError `not_found`, `field_invalid`, `too_many_fields`, `time_zone_invalid` */
export async function patchContact(
  db: Db,
  { accountId, reference, patch }: { accountId: bigint; reference: string; patch: ContactPatch },
): Promise<ContactRow> {
  return inTransaction(db, async (tx) => {
    const before = await getContact(tx, { accountId, reference })
    const removed = Object.keys(patch.fields).filter((name) => (patch.fields[name] ?? '') === '')
    const fields = Object.fromEntries(
      Object.entries(patch.fields).flatMap(([name, value]): [string, string][] => (value === null || value === '' ? [] : [[name, value]])),
    )
    const kept = Object.fromEntries(Object.entries(before.fields).filter(([name]) => !removed.includes(name)))
    required(prepareContact({ phone: before.phone, timeZone: patch.timeZone ?? undefined, fields: { ...kept, ...fields } }, undefined))
    const [refused] = await admitFieldNames(tx, { accountId, names: Object.keys(fields) })
    if (refused !== undefined) throw new AppError('too_many_fields', noRoomFor(refused), { field: 'fields' })
    await updateContact(tx, { accountId, id: before.id, fields, removed, timeZone: patchedTimeZone(before, patch.timeZone) })
    return getContact(tx, { accountId, reference: String(before.id) })
  })
}

function patchedTimeZone({ phone, country }: ContactRow, timeZone: string | null | undefined) {
  if (timeZone === undefined) return undefined
  if (timeZone !== null) return { name: timeZone, basis: 'own' }
  const derived = timeZoneOf({ phone, country: country ?? undefined })
  return { name: derived?.timeZone ?? null, basis: derived?.basis ?? null }
}

/** Removes a contact and its memberships; what it consented to stays, as the proof for what was sent. @throws AppError `not_found` */
export async function removeContact(
  db: Db,
  { accountId, reference, actor }: { accountId: bigint; reference: string; actor: string },
): Promise<bigint> {
  return inTransaction(db, async (tx) => {
    const { id } = await getContact(tx, { accountId, reference })
    await deleteContact(tx, { accountId, id })
    await appendAudit(tx, { accountId, actor, action: 'contact.deleted', subject: `contact:${id}` })
    return id
  })
}
