import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { firstKeyScopes } from '../../contract/scopes.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { authenticateKey, createKey } from './keys.ts'
import { createSetupLink } from './setupLinks.ts'
import { findOldestAccountId, insertAccount, lockFirstStart } from './store.ts'
import { hasUsers } from './userStore.ts'

/**
 * Makes the first account with a key for the command line, and a setup link as long as nobody has used one. Two processes
 * that start at once do it one after the other; the later link is the one that works.
 * @returns the token of `/setup?token=...`; undefined once there is a user
 */
export async function firstStart(db: Db, { dataDir, log }: { dataDir: string; log: Log }): Promise<string | undefined> {
  return inTransaction(db, async (tx) => {
    await lockFirstStart(tx)
    if (await hasUsers(tx)) return undefined
    const accountId = (await findOldestAccountId(tx)) ?? (await insertAccount(tx, { name: 'My business' }))
    const file = join(dataDir, 'cli.key')
    if (!(await holdsKey(tx, file))) {
      const { key } = await createKey(tx, { accountId, name: 'Command line', mode: 'live', scopes: firstKeyScopes })
      await writeKeyFile(dataDir, file, key)
      log.info({ file }, 'made an API key for the command line')
    }
    return createSetupLink(tx, { accountId })
  })
}

/** A file from a start that never committed, or from a database that is gone, holds a key that nobody knows. */
async function holdsKey(db: Db, file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return (await authenticateKey(db, text.trim())).kind === 'ok'
}

/** Written beside and renamed: a reader sees the whole key or none, and nobody else can read either. */
async function writeKeyFile(dataDir: string, file: string, key: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${key}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}
