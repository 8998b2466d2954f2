import { runNextImport } from '../domain/contacts/importRun.ts'
import { connect } from '../platform/db.ts'
import type { Server } from '../platform/driver.ts'
import { createLog } from '../platform/log.ts'

/** What an import thread is started with. `stop`: one flag, shared; 1 asks the thread to end after the rows in hand. */
export type ImportSettings = { server: Server; logLevel: string; stop: SharedArrayBuffer }

/** One for the transaction, one for reading the file. */
const CONNECTIONS = 2

/** Works on the imports that wait, one after the other, until there is none or it is to stop. */
export async function runImports({ server, logLevel, stop }: ImportSettings): Promise<void> {
  const db = connect({ server, max: CONNECTIONS, applicationName: 'tapline import' })
  const log = createLog({ level: logLevel })
  const flag = new Int32Array(stop)
  const isStopping = () => Atomics.load(flag, 0) === 1
  try {
    while (!isStopping() && (await runNextImport({ db, log, isStopping })));
  } finally {
    await db.end()
  }
}
