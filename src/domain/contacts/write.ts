import type { Transaction } from '../../platform/db.ts'
import { fault, type Fault, type PreparedContact, type Rule } from './contact.ts'
import { recordConsents, type Consent } from './consents.ts'
import { admitFieldNames, noRoomFor } from './fieldNames.ts'
import { groupIdsOf, noRoomForGroup } from './groups.ts'
import { addMembers } from './groupStore.ts'
import { writeContacts } from './store.ts'

/** A contact to write, with the names of its groups; `line` names it among the others. */
export type Entry = { line: number; contact: PreparedContact; groups: readonly string[]; consent: Consent | undefined }

/** `duplicate`: the number stood in the same request or file before, and that place counts. */
export type WriteOutcome = { kind: 'written'; id: bigint; created: boolean } | { kind: 'duplicate'; earlierLine: number } | Fault

/**
 * Writes contacts with their groups and consents, each number once: the first of several counts. Groups and consents are added whatever the
 * rule, since they take nothing away.
 * @param groupIds groups of the account that all of them join
 * @returns what became of each, by line
 */
export async function writeEntries(
  tx: Transaction,
  {
    accountId,
    entries,
    rule,
    importId,
    groupIds,
  }: { accountId: bigint; entries: readonly Entry[]; rule: Rule; importId: bigint | null; groupIds: readonly bigint[] },
): Promise<Map<number, WriteOutcome>> {
  const outcomes = new Map<number, WriteOutcome>()
  const byName = await groupIdsOf(tx, { accountId, names: entries.flatMap(({ groups }) => groups) })
  const refused = await admitFieldNames(tx, { accountId, names: namesIn(entries) })
  const unique = keepFirst(entries, outcomes).filter((entry) => {
    const wrong = faultOf(entry, { byName, refused })
    if (wrong !== undefined) outcomes.set(entry.line, wrong)
    return wrong === undefined
  })
  const contacts = unique.map(({ line, contact }) => ({ line, ...contact }))
  const written = contacts.length === 0 ? [] : await writeContacts(tx, { accountId, contacts, rule, importId })
  for (const { line, id, created, earlierLine } of written)
    outcomes.set(line, id === null ? { kind: 'duplicate', earlierLine: earlierLine ?? line } : { kind: 'written', id, created })
  await join(tx, { accountId, entries: unique, outcomes, byName, groupIds })
  const consents = unique.flatMap(({ line, contact: { phone }, consent }) =>
    consent === undefined || outcomes.get(line)?.kind !== 'written' ? [] : [{ phone, ...consent }],
  )
  await recordConsents(tx, { accountId, consents })
  return outcomes
}

function namesIn(entries: readonly Entry[]): string[] {
  const names = new Set<string>()
  for (const { contact } of entries) for (const name in contact.fields) names.add(name)
  return [...names]
}

function keepFirst(entries: readonly Entry[], outcomes: Map<number, WriteOutcome>): Entry[] {
  const lines = new Map<string, number>()
  return entries.filter(({ line, contact: { phone } }) => {
    const earlierLine = lines.get(phone)
    if (earlierLine === undefined) lines.set(phone, line)
    else outcomes.set(line, { kind: 'duplicate', earlierLine })
    return earlierLine === undefined
  })
}

function faultOf(
  { contact, groups }: Entry,
  { byName, refused }: { byName: ReadonlyMap<string, bigint>; refused: ReadonlySet<string> },
): Fault | undefined {
  const homeless = groups.find((name) => !byName.has(name))
  if (homeless !== undefined) return fault('too_many_groups', noRoomForGroup(homeless), 'groups')
  if (refused.size === 0) return undefined
  const name = Object.keys(contact.fields).find((each) => refused.has(each))
  return name === undefined ? undefined : fault('too_many_fields', noRoomFor(name), `fields.${name}`)
}

async function join(
  tx: Transaction,
  {
    accountId,
    entries,
    outcomes,
    byName,
    groupIds,
  }: {
    accountId: bigint
    entries: readonly Entry[]
    outcomes: ReadonlyMap<number, WriteOutcome>
    byName: ReadonlyMap<string, bigint>
    groupIds: readonly bigint[]
  },
): Promise<void> {
  if (groupIds.length === 0 && byName.size === 0) return
  const members = entries.flatMap(({ line, groups }) => {
    const outcome = outcomes.get(line)
    if (outcome?.kind !== 'written') return []
    const own = groups.flatMap((name) => byName.get(name) ?? [])
    return [...new Set([...groupIds, ...own])].map((groupId) => ({ groupId, contactId: outcome.id }))
  })
  await addMembers(tx, { accountId, members })
}
