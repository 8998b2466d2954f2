import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SOCKET_PORT } from '../driver.ts'
import { handOver, type Account } from './account.ts'

/** The longest path of a unix socket: 107 bytes on Linux, 103 on macOS (sun_path less the final zero). */
const MAX_PATH_BYTES = 103

/**
 * Makes the private folder of the server's socket. Whoever reaches the socket is the superuser, so nobody else may enter.
 * @returns `dir`/run, or where that is too long a folder of the system for temporary files whose name comes from `dir`
 */
export function makeSocketFolder({ dir, account }: { dir: string; account: Account }): string {
  const near = join(dir, 'run')
  const uid = account.uid ?? process.getuid?.() ?? 0
  const far = join(tmpdir(), `tapline-${uid}-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`)
  const folder = fits(near) ? near : far
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== process.getuid?.()))
    throw new Error(
      `${folder} belongs to somebody else: the socket of the database needs a folder of its own. Remove it, or use a shorter DATA_DIR.`,
    )
  chmodSync(folder, 0o700)
  handOver(folder, account)
  return folder
}

const fits = (folder: string) => Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}.lock`)) <= MAX_PATH_BYTES
