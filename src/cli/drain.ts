import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { storeBrowserConversions } from '../domain/conversions/browserRecord.ts'
import { drainDirectory } from '../domain/tracking/drainDirectory.ts'
import { createLog } from '../platform/log.ts'
import { LockHeldError } from '../platform/processLock.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines } from './output.ts'
import { withDatabase } from './withDatabase.ts'

/** `tapline drain`: brings in the journal of a node that is gone. */
export function addDrain(program: Command, context: Context): void {
  program
    .command('drain')
    .summary('bring in the journal of a node that is gone')
    .description('Brings the hits of an abandoned journal into the database and removes what was brought in. Doing it twice adds nothing.')
    .argument('<dir>', 'folder of the journal: DATA_DIR/journal of that node')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['drain /mnt/old-node/data/journal', 'the volume of a node that will not come back']]))
    .action(run(context, async (dir: string, { json }: { json?: true }) => drain(context, resolve(dir), json === true)))
}

async function drain({ output, environment }: Context, dir: string, json: boolean): Promise<void> {
  if (!existsSync(dir)) throw new Failure('notFound', `There is no folder ${dir}: expected the journal of a node, as DATA_DIR/journal.`)
  const log = createLog({ level: 'warn' })
  const { hits, rejected } = await withDatabase(environment.config(), async (db) =>
    drainDirectory(db, { dir, log, storeForeign: storeBrowserConversions }),
  ).catch((error: unknown) => {
    if (error instanceof LockHeldError) throw new Failure('refused', error.message, { cause: error })
    throw error
  })
  if (json) printJson(output, { hits, rejected })
  else
    printLines(output, [
      `Brought in ${count(hits, 'hit')}${rejected === 0 ? '' : `; ${count(rejected, 'record')} could not be read and were kept in ${dir}/rejected.seg`}.`,
    ])
}
