import { resolve } from 'node:path'
import type { Command } from 'commander'
import { examineBackup, restoreBackup, type Restored } from '../domain/backup/restore.ts'
import { MIGRATIONS } from '../platform/database.ts'
import { createLog } from '../platform/log.ts'
import { findSecrets } from '../platform/secrets.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines, remark, type Output } from './output.ts'
import { withOpened } from './withDatabase.ts'

type Options = { resumeSending?: true; json?: true }

/** `tapline restore`: a backup into an empty database. */
export function addRestore(program: Command, context: Context): void {
  program
    .command('restore')
    .summary('bring a backup into an empty database')
    .description(
      'Checks the whole file, then fills an empty database with it: that of DATABASE_URL, or the embedded one. ' +
        'When it is interrupted, start it again with the same file: it goes on where it stopped. ' +
        'Messages that were due are not sent, since the installation may have sent them after the backup; see --resume-sending.',
    )
    .argument('<file>', 'file that "tapline backup" made')
    .option('--resume-sending', 'send what was due: only when Tapline was stopped before the backup was made')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples([
        ['restore tapline.backup', 'after a loss; DATA_DIR holds the secret.key of the installation'],
        ['restore tapline.backup --resume-sending', 'move to the server that DATABASE_URL names'],
      ]),
    )
    .action(run(context, async (file: string, options: Options) => restore(context, resolve(file), options)))
}

async function restore({ output, environment }: Context, path: string, { resumeSending, json }: Options): Promise<void> {
  const config = environment.config()
  const secrets = findSecrets(config)
  if (secrets === undefined)
    throw new Failure(
      'refused',
      `There is no ${config.dataDir}/secret.key: copy the one of the installation that made the backup there, or set SECRET_KEY to its key.`,
    )
  const backup = await examineBackup(path, { secrets, migrations: MIGRATIONS })
  const total = backup.totals.rows.reduce((sum, rows) => sum + rows, 0)
  const log = createLog({ level: 'warn' })
  const restored = await withOpened(config, ({ db }) =>
    restoreBackup(db, {
      ...{ path, backup, migrations: MIGRATIONS, log },
      resumeSending: resumeSending === true,
      tell: tellTenths(output, total),
    }),
  )
  if (json)
    return printJson(output, { rows: restored.rows, held: restored.held, resumed: restored.isResumed, made_at: backup.header.madeAt })
  printLines(output, describe(restored, backup.header.madeAt))
}

function describe({ rows, held, isResumed }: Restored, madeAt: string): string[] {
  const now = isResumed ? 'Went on and restored' : 'Restored'
  const notSent = `${count(held, 'message')} may have been sent after that, and will not be sent again: they are unknown, with the failure "restored".`
  return [
    `${now} ${count(rows, 'row')}, as they were on ${madeAt}.`,
    ...(held === 0 ? [] : [notSent]),
    'Sessions are not part of a backup: people sign in again. Start Tapline when you are ready.',
  ]
}

/** Fewer rows take a second or two. */
const WORTH_TELLING = 200_000

/** A line at each tenth, for whoever waits. */
function tellTenths(output: Output, total: number): (rows: number) => void {
  let told = 0
  return (rows) => {
    const tenths = Math.floor((rows * 10) / Math.max(total, 1))
    if (tenths <= told || total < WORTH_TELLING) return
    told = tenths
    remark(output, `${rows} of ${total} rows`)
  }
}
