import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

/** How to start a program of PostgreSQL, which refuses to run as root: words before the command, or another user. */
export type Account = { prefix: readonly string[]; uid?: number; gid?: number }

/** Environment of the programs: nothing of ours (secrets, PGPORT, a locale that is not installed) reaches them. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Chooses the account for a data folder. A normal user keeps it. Root goes into a user namespace without a mapping, where the process
 * is nobody to PostgreSQL yet keeps root's files; where that is forbidden, root becomes the user `postgres` or `nobody`.
 * @param dataDir when it exists, its owner decides
 * @throws Error for root on a machine with none of the three
 */
export function chooseAccount({ dataDir, uid = process.getuid?.() }: { dataDir: string; uid?: number | undefined }): Account {
  if (uid !== 0) return { prefix: [] }
  const owner = statSync(dataDir, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid }
  const namespace = ['unshare', '--user', '--']
  if (works([...namespace, 'true'])) return { prefix: namespace }
  const other = findUser(['postgres', 'nobody'])
  if (other === undefined)
    throw new Error(
      'PostgreSQL refuses to run as root, and this machine forbids user namespaces. Start Tapline as a normal user, or set DATABASE_URL.',
    )
  return { prefix: [], ...other }
}

/** Words that make a program get SIGINT when this process dies; none where the system has no such thing (macOS, BusyBox). */
export function diesWithParent(): readonly string[] {
  const words = ['setpriv', '--pdeathsig', 'INT', '--']
  return process.platform === 'linux' && works([...words, 'true']) ? words : []
}

/**
 * Gives a folder and all in it to the account.
 * @throws Error when that user cannot reach the folder, since a folder above it is closed
 */
export function handOver(folder: string, { uid, gid }: Account): void {
  if (uid === undefined || gid === undefined) return
  if (statSync(folder).uid !== uid) spawnSync('chown', ['-R', `${uid}:${gid}`, folder], { env: serverEnvironment })
  if (spawnSync('test', ['-w', folder], { uid, gid, env: serverEnvironment }).status !== 0)
    throw new Error(
      `PostgreSQL runs as user ${uid} here, which cannot write to ${folder}. Let everybody pass the folders above it (chmod o+x).`,
    )
}

function works([command = '', ...args]: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', env: serverEnvironment }).status === 0
}

/** The first of these users that exists. @see passwd(5) */
function findUser(names: string[]): { uid: number; gid: number } | undefined {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of names) {
    const user = users.find(([login]) => login === name)
    if (user !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) }
  }
  return undefined
}
