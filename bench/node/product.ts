import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type Pool } from '../../src/platform/db.ts'
import { SERVER_USER } from '../../src/platform/embeddedPostgres/cluster.ts'
import { freePort } from '../../test/helpers/freePort.ts'
import { kindsOf } from './memory.ts'
import { shares } from './say.ts'
import { until } from './until.ts'

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))

export type Product = Awaited<ReturnType<typeof startProduct>>

/** Tapline as `npm start` runs it, on a data folder of its own. */
export async function startProduct(dataDir: string) {
  const [port, linkPort] = [await freePort(), await freePort()]
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: String(port), LINK_PORT: String(linkPort), LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, ['--max-old-space-size=512', MAIN, 'start'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const { pid } = child
  if (pid === undefined) throw new Error('Tapline could not be started')
  await until('Tapline is ready', () => isReady(port))
  const server = { socketDir: join(dataDir, 'postgres', 'run'), database: 'tapline', user: SERVER_USER }
  const db: Pool = connect({ server, max: 2, applicationName: 'bench' })
  return {
    ...{ pid, port, linkPort, linkHost: `localhost:${linkPort}`, dataDir, db },
    /** Hits in PostgreSQL, from the roll-ups: counting ten million rows takes seconds. */
    async countHits(): Promise<number> {
      const [row] = await db<
        { hits: number }[]
      >`select coalesce(sum(clicks + views + prefetches + bots), 0)::float8 as hits from hit_rollups`
      return row?.hits ?? 0
    },
    shares: () => shares(kindsOf(pid)),
    async stop() {
      await db.end()
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
