import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../db.ts'
import type { Log } from '../log.ts'
import { acquireLock } from '../processLock.ts'
import { chooseAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { prepareCluster, SERVER_USER } from './cluster.ts'
import { clearOrphan } from './orphan.ts'
import { makeSocketFolder } from './socketFolder.ts'
import { Supervisor } from './supervisor.ts'

/** The embedded server; itself a `Server` to connect to. */
export type Embedded = {
  readonly socketDir: string
  readonly database: string
  readonly user: string
  /** Process id of the server; undefined while it is being started again. */
  readonly pid: number | undefined
  /** How often the server died and was started again. */
  readonly restarts: number
  /** Stops the server and frees the folder; takes up to 25 s, mostly far less. */
  stop(): Promise<void>
}

const DATABASE = 'tapline'

/**
 * Starts PostgreSQL on a folder of ours and keeps it running: makes the database at the first start, stops a server that an earlier
 * process left behind, starts it again when it dies. It listens on no network and stops when this process ends, even by kill -9 on Linux.
 * @param dir for the data, the socket and a lock; made when missing
 * @param durable false is for tests: faster, but a crash of the machine loses the data
 * @param binDir folder of the programs; default: the package that comes with us, then the system's
 * @throws LockHeldError when another process uses the folder; Error when there is no PostgreSQL or it does not start
 */
export async function startEmbedded({
  dir,
  log,
  durable = true,
  binDir,
}: {
  dir: string
  log: Pick<Log, 'info' | 'warn' | 'error'>
  durable?: boolean
  binDir?: string
}): Promise<Embedded> {
  mkdirSync(dir, { recursive: true })
  const folder = realpathSync(dir)
  const lock = await acquireLock(join(folder, 'lock'), { purpose: 'embedded PostgreSQL' })
  try {
    const dataDir = join(folder, 'data')
    const [binaries, account] = [findBinaries({ binDir }), chooseAccount({ dataDir })]
    await prepareCluster({ dir: folder, dataDir, binaries, account, durable, log })
    await clearOrphan({ dataDir, log })
    const socketDir = makeSocketFolder({ dir: folder, account })
    const supervisor = new Supervisor({ binaries, account, dataDir, socketDir, durable, log })
    await supervisor.start()
    return await open({ supervisor, socketDir, release: lock.release })
  } catch (error) {
    lock.release()
    throw error
  }
}

async function open({
  supervisor,
  socketDir,
  release,
}: {
  supervisor: Supervisor
  socketDir: string
  release: () => void
}): Promise<Embedded> {
  const abandon = () => supervisor.abandon()
  process.once('exit', abandon)
  const stop = async () => {
    await supervisor.stop()
    process.off('exit', abandon)
    release()
  }
  try {
    await createDatabase(socketDir)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    socketDir,
    database: DATABASE,
    user: SERVER_USER,
    get pid() {
      return supervisor.pid
    },
    get restarts() {
      return supervisor.restarts
    },
    stop,
  }
}

/** Also the first proof that the server answers. */
async function createDatabase(socketDir: string): Promise<void> {
  const db = connect({ server: { socketDir, database: 'postgres', user: SERVER_USER }, max: 1, applicationName: 'tapline start' })
  try {
    const found = await db`select from pg_database where datname = ${DATABASE}`
    if (found.length === 0) await db`create database ${db(DATABASE)}`
  } finally {
    await db.end()
  }
}
