import { parsePhone } from '../../lib/phone.ts'
import { BYTE_ORDER_MARK, csvRow, guardCell, phoneCell } from '../../lib/csv.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { endByHand } from './optOuts.ts'
import type { PhoneHash } from './phoneHash.ts'
import {
  clearSuppressedPhone,
  deleteSuppression,
  findSuppressed,
  findSuppression,
  selectKnownSuppressions,
  upsertSuppressions,
  type Suppression,
} from './suppressionStore.ts'

type Target = { accountId: bigint; phone: string }

/** Numbers written in one transaction, which takes some tens of milliseconds. */
const SLICE = 1_000
/** Rows of a file that are read at a time. */
const PAGE = 2_000

/**
 * Suppresses a number: nothing is sent to it any more, messages that wait included. Twice is no fault; the first source stays.
 * @param phone in E.164
 * @param source who or what asked for it, such as `manual`
 */
export async function suppress(db: Db, hash: PhoneHash, { accountId, phone, source }: Target & { source: string }): Promise<void> {
  await upsertSuppressions(db, { accountId, numbers: [{ phone, phoneHash: hash({ accountId, phone }) }], source })
}

/** What became of one number of a list. */
export type Suppressed = { written: string } & ({ kind: 'added' | 'already'; phone: string } | { kind: 'refused'; detail: string })

type Listed = { accountId: bigint; written: readonly string[]; source: string; defaultCountry: string | undefined; actor: string }

/** Suppresses many numbers, with an answer for each; what cannot be read as a number is refused by itself. */
export async function suppressList(db: Db, hash: PhoneHash, { written, ...given }: Listed): Promise<Suppressed[]> {
  const answers: Suppressed[] = []
  for (let at = 0; at < written.length; at += SLICE) {
    answers.push(...(await suppressSlice(db, hash, { ...given, written: written.slice(at, at + SLICE) })))
    // Reading a thousand numbers takes a while; others shall get their turn in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return answers
}

async function suppressSlice(
  db: Db,
  hash: PhoneHash,
  { accountId, written, source, defaultCountry, actor }: Listed,
): Promise<Suppressed[]> {
  const read = written.map((entry) => ({ entry, parsed: parsePhone(entry, defaultCountry) }))
  const phones = [...new Set(read.flatMap(({ parsed }) => (parsed.kind === 'ok' ? [parsed.phone] : [])))]
  const numbers = phones.map((phone) => ({ phone, phoneHash: hash({ accountId, phone }) }))
  const hexOf = new Map(numbers.map(({ phone, phoneHash }) => [phone, phoneHash.toString('hex')]))
  const added = await inTransaction(db, async (tx) => {
    const created = await upsertSuppressions(tx, { accountId, numbers, source })
    if (created.size > 0)
      await appendAudit(tx, {
        accountId,
        actor,
        action: 'suppressions.added',
        subject: `account:${accountId}`,
        data: { count: created.size, source },
      })
    return created
  })
  return read.map(({ entry, parsed }) => {
    if (parsed.kind === 'invalid') return { written: entry, kind: 'refused', detail: parsed.message }
    // A number that stands twice was added once.
    const isAdded = added.delete(hexOf.get(parsed.phone) ?? '')
    return { written: entry, kind: isAdded ? 'added' : 'already', phone: parsed.phone }
  })
}

/**
 * Lets a number be sent to again, whoever suppressed it, also one whose person was erased. Opt-outs of it are over then.
 * @returns whether it was suppressed
 */
export async function unsuppress(
  db: Db,
  hash: PhoneHash,
  { actor, reason, ...target }: Target & { actor: string; reason?: string | undefined },
): Promise<boolean> {
  const { accountId } = target
  return inTransaction(db, async (tx) => {
    await endByHand(tx, target)
    const gone = await deleteSuppression(tx, { accountId, phoneHash: hash(target) })
    if (gone.length === 0) return false
    const data = { count: 1, ...(reason === undefined ? {} : { reason }) }
    await appendAudit(tx, { accountId, actor, action: 'suppressions.removed', subject: `account:${accountId}`, data })
    return true
  })
}

export async function isSuppressed(db: Db, hash: PhoneHash, target: Target): Promise<boolean> {
  return (await listSuppressed(db, hash, { accountId: target.accountId, phones: [target.phone] })).size === 1
}

/** Whether somebody else than its person wants nothing to be sent to a number. */
export async function isSuppressedByOthers(db: Db, hash: PhoneHash, target: Target): Promise<boolean> {
  const [found] = await findSuppression(db, { accountId: target.accountId, phoneHash: hash(target) })
  return found !== undefined && found.source !== 'reply' && found.source !== 'link'
}

/** Of these numbers, those that must not be sent to. Looks them up by hash, so that erased ones are among them. */
export async function listSuppressed(
  db: Db,
  hash: PhoneHash,
  { accountId, phones }: { accountId: bigint; phones: readonly string[] },
): Promise<Set<string>> {
  const byHash = new Map(phones.map((phone) => [hash({ accountId, phone }).toString('hex'), phone]))
  const found = await findSuppressed(db, { accountId, hexes: [...byHash.keys()] })
  return new Set(found.flatMap(({ hex }) => byHash.get(hex) ?? []))
}

/** Writes the numbers as CSV, oldest first, in pages. Those of erased persons are not in it, since nobody knows them. */
export async function* suppressionFile(db: Db, { accountId }: { accountId: bigint }): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRow(['phone', 'source', 'created_at'])
  for (let afterId = 0n; ;) {
    const rows = await selectKnownSuppressions(db, { accountId, afterId, limit: PAGE })
    yield rows.map(({ phone, source, createdAt }) => csvRow([phoneCell(phone), guardCell(source), createdAt.toISOString()])).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    afterId = last.id
  }
}

/** The number goes, its hash stays: an erased person is still not sent to. */
export async function eraseFromSuppressions(db: Db, { accountId, phoneHash }: { accountId: bigint; phoneHash: Buffer }): Promise<void> {
  await clearSuppressedPhone(db, { accountId, phoneHash })
}

/** What is kept on a number here: at most one entry. */
export async function exportSuppressions(
  db: Db,
  { accountId, phoneHash }: { accountId: bigint; phoneHash: Buffer },
): Promise<Suppression[]> {
  return findSuppression(db, { accountId, phoneHash })
}
