/** One worker process that sends by the simulator. Arguments: the database server as JSON, and the SECRET_KEY of the bench. */
import { createSimulator } from '../../src/carriers/simulator/simulator.ts'
import { loadCodeSpaces } from '../../src/domain/links/codeSpaces.ts'
import { createRenderings } from '../../src/domain/links/rendered.ts'
import { createDesk } from '../../src/domain/routing/desk.ts'
import { startSends } from '../../src/jobs/sends.ts'
import { connect } from '../../src/platform/db.ts'
import { createLog } from '../../src/platform/log.ts'
import { loadSecrets } from '../../src/platform/secrets.ts'

const log = createLog({ level: 'error' })
const db = connect({ server: JSON.parse(process.argv[2] ?? ''), max: 6, applicationName: 'bench worker' })
const codeSpaces = await loadCodeSpaces(db, { secrets: loadSecrets({ secretKey: process.argv[3], dataDir: '/nonexistent' }) })
const simulator = createSimulator({ db, onReceipts: async () => undefined, fetchPreview: async () => undefined })
const sends = startSends(
  { db, log, renderings: createRenderings({ db, codeSpaces }), desk: createDesk({ db, log, open: () => simulator }) },
  { log, onFailure: () => undefined },
)
process.on('SIGTERM', () => {
  void sends
    .stop()
    .then(() => db.end())
    .then(() => process.exit(0))
})
process.stdout.write('ready\n')
