import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Server } from '../../src/platform/driver.ts'
import { makeSocketFolder } from '../../src/platform/embeddedPostgres/socketFolder.ts'
import { startEmbedded, type Embedded } from '../../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../../src/platform/log.ts'
import { newFolder, type Stage } from './stage.ts'
import type { TaplineNode } from './node.ts'

/** The embedded server of a node, as the judge reaches it. */
export const embeddedServerOf = ({ dataDir }: Pick<TaplineNode, 'dataDir'>): Server => ({
  socketDir: makeSocketFolder({ dir: join(dataDir, 'postgres'), account: { prefix: [] } }),
  database: 'tapline',
  user: 'tapline',
})

/** The process id of a node's PostgreSQL; undefined while it is between two lives. */
export function postmasterOf({ dataDir }: TaplineNode): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    return pid
  } catch {
    return undefined
  }
}

/** A server that plays the operator's own: it stands behind DATABASE_URL and can be stopped and started while nodes run. */
export class OwnServer {
  readonly #dir: string
  #running: Embedded

  private constructor(dir: string, running: Embedded) {
    this.#dir = dir
    this.#running = running
  }

  static async start(stage: Stage): Promise<OwnServer> {
    const dir = newFolder(stage)
    const server = new OwnServer(dir, await startEmbedded({ dir, log: silent }))
    stage.onEnd(() => server.stop())
    return server
  }

  get server(): Server {
    const { socketDir, database, user } = this.#running
    return { socketDir, database, user }
  }

  /** What a node needs in its environment. */
  get env(): Record<string, string> {
    const { socketDir, database, user } = this.#running
    return { DATABASE_URL: `postgres:///${database}`, PGHOST: socketDir, PGUSER: user }
  }

  async startAgain(): Promise<void> {
    this.#running = await startEmbedded({ dir: this.#dir, log: silent })
  }

  stop(): Promise<void> {
    return this.#running.stop()
  }

  get isRunning(): boolean {
    return this.#running.pid !== undefined
  }

  kill(): void {
    if (this.#running.pid !== undefined) process.kill(this.#running.pid, 'SIGKILL')
  }
}

const silent = createLog({ level: 'silent' })
