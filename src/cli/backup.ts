import { existsSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { makeBackup, type Sink } from '../domain/backup/make.ts'
import { findSecrets } from '../platform/secrets.ts'
import { readVersion } from '../platform/version.ts'
import { examples, run, type Context } from './context.ts'
import { exitCodes, Failure } from './failure.ts'
import { count, printJson, printLines, remark, type Output } from './output.ts'
import { withOpened } from './withDatabase.ts'

/** `tapline backup`: one consistent snapshot of the database in one file. */
export function addBackup(program: Command, context: Context): void {
  program
    .command('backup')
    .summary('write everything in the database into a file')
    .description(
      'Writes one consistent snapshot of the database, compressed and sealed, while Tapline runs on. ' +
        'The file does not hold SECRET_KEY: keep a copy of secret.key in another place, since nobody can use the backup without it.',
    )
    .argument('<file>', 'file to write, which must not exist yet; - for standard output')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples([
        ['backup /mnt/backups/tapline-2026-11-24.backup', 'embedded server or DATABASE_URL alike'],
        ['backup - | ssh backup@example.com "cat > tapline.backup"', 'to another machine, without a file here'],
      ]),
    )
    .action(run(context, async (file: string, { json }: { json?: true }) => backup(context, file, json === true)))
}

async function backup({ output, environment, leave }: Context, file: string, json: boolean): Promise<void> {
  const config = environment.config()
  const secrets = findSecrets(config)
  if (secrets === undefined)
    throw new Failure(
      'refused',
      `There is no ${config.dataDir}/secret.key: set DATA_DIR or SECRET_KEY to those that Tapline is started with.`,
    )
  const write = (sink: Sink) => withOpened(config, ({ db }) => makeBackup(db, { secrets, version: readVersion(), sink }))
  if (file === '-') {
    const { rows } = await write(standardOutput(output, leave))
    return remark(output, `Wrote ${count(rows, 'row')}.`)
  }
  const path = resolve(file)
  const { rows } = await writeFileWhole(path, write)
  const { size } = await stat(path)
  if (json) return printJson(output, { file: path, rows, bytes: size })
  printLines(output, [
    `Wrote ${count(rows, 'row')} to ${path}, ${(size / 1e6).toFixed(1)} MB. It is of use only with this installation's secret.key.`,
  ])
}

/** Written beside and renamed when it is whole and on the disk, so that a file of this name is never a piece. */
async function writeFileWhole<T>(path: string, write: (sink: Sink) => Promise<T>): Promise<T> {
  if (existsSync(path)) throw new Failure('refused', `${path} exists already: name another file, so that no backup is overwritten.`)
  const draft = `${path}.part`
  const handle = await open(draft, 'w', 0o600)
  try {
    const result = await write((bytes) => handle.appendFile(bytes))
    await handle.sync()
    await rename(draft, path)
    await syncFolder(dirname(path))
    return result
  } catch (error) {
    await rm(draft)
    throw error
  } finally {
    await handle.close()
  }
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir)
  await handle.sync().finally(() => handle.close())
}

/** A reader that goes away has an incomplete backup, so this must not end like a command whose answer was read far enough. */
function standardOutput(output: Output, leave: Context['leave']): Sink {
  process.stdout.prependListener('error', (error) => {
    remark(output, `Standard output cannot be written (${error.message}): the backup is incomplete.`)
    leave(exitCodes.failed.code)
  })
  return (bytes) =>
    new Promise((done, fail) => {
      process.stdout.write(bytes, (error) => (error ? fail(error) : done()))
    })
}
