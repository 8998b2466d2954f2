import { randomBytes } from 'node:crypto'
import type { Db } from '../../platform/db.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { CODE_KEY_BYTES, createCodes, type Codes } from './codes.ts'
import { createOptOutMac, type OptOutMac } from './optOutMac.ts'

/** The code space that all accounts share unless a short domain says otherwise. */
export const DEFAULT_CODE_SPACE = 1

/** A permutation, and the proofs of its opt-out links. */
export type CodeSpace = Codes & { optOutMac: OptOutMac }

/** All code spaces, by id. */
export type CodeSpaces = ReadonlyMap<number, CodeSpace>

/** Makes the default code space at the first start; its key is drawn once and stays for ever. */
export async function ensureDefaultCodeSpace(db: Db, { secrets }: { secrets: Secrets }): Promise<void> {
  const sealedKey = secrets.seal(randomBytes(CODE_KEY_BYTES), sealContext(DEFAULT_CODE_SPACE))
  await db`
    insert into code_spaces (id, cipher, code_length, sealed_key)
    values (${DEFAULT_CODE_SPACE}, 'speck48/96', 8, ${sealedKey})
    on conflict (id) do nothing`
}

/** Loads every code space; there are a handful. */
export async function loadCodeSpaces(db: Db, { secrets }: { secrets: Secrets }): Promise<CodeSpaces> {
  const rows = await db<{ id: number; sealedKey: Buffer }[]>`
    select id, sealed_key as "sealedKey" from code_spaces order by id limit 4096`
  return new Map(
    rows.map(({ id, sealedKey }) => [
      id,
      { ...createCodes(secrets.unseal(sealedKey, sealContext(id))), optOutMac: createOptOutMac(secrets, id) },
    ]),
  )
}

const sealContext = (id: number) => `code_space:${id}`
