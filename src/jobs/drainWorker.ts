import type { MessagePort } from 'node:worker_threads'
import { storeBrowserConversions } from '../domain/conversions/browserRecord.ts'
import { loadCountries } from '../domain/tracking/countries.ts'
import { openJournalState } from '../domain/tracking/journalState.ts'
import { connect } from '../platform/db.ts'
import { createLog } from '../platform/log.ts'
import { DrainLoop, MAX_BESIDE } from './drainLoop.ts'
import type { DrainReport, DrainRequest, DrainSettings } from './drainMessages.ts'

/** Half of them serve transactions. */
const CONNECTIONS = 2 * (1 + MAX_BESIDE)

/** Drains until it is told to finish; requests and reports go through the port. */
export async function runDrain(port: MessagePort, { server, dir, journalId, memory, logLevel }: DrainSettings): Promise<void> {
  // Now, so that no transaction waits for it.
  loadCountries()
  const db = connect({ server, max: CONNECTIONS, applicationName: 'tapline drain' })
  const report = (message: DrainReport) => port.postMessage(message)
  const loop = new DrainLoop({
    db,
    dir,
    journalId,
    state: openJournalState(memory),
    log: createLog({ level: logLevel }),
    storeForeign: storeBrowserConversions,
    onProgress: ({ verdicts, rejected, bytes }) => report({ kind: 'progress', verdicts, rejected, bytes }),
  })
  port.on('message', (request: DrainRequest) => {
    switch (request.kind) {
      case 'wake':
        return loop.wake()
      case 'finish':
        return loop.finish(request.graceMs)
      case 'store':
        return void loop.store(request.records).then(
          (lost) => report({ kind: 'stored', id: request.id, lost, error: undefined }),
          (error: unknown) => report({ kind: 'stored', id: request.id, lost: 0, error: String(error) }),
        )
    }
  })
  await loop.run()
  await db.end()
  port.close()
}
