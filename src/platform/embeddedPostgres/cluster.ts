import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Log } from '../log.ts'
import { diesWithParent, handOver, serverEnvironment, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** The superuser of the embedded server. */
export const SERVER_USER = 'tapline'

const DRAFT = 'data.new-'

/**
 * Makes the data folder unless it is there. It is made under another name first: one that was interrupted is not taken for a database.
 * @param durable false leaves out the flush to disk
 * @throws Error when the folder belongs to another major version, or when initdb fails
 */
export async function prepareCluster(options: {
  dir: string
  dataDir: string
  binaries: Binaries
  account: Account
  durable: boolean
  log: Pick<Log, 'info'>
}): Promise<void> {
  const { dir, dataDir, binaries, account, log } = options
  for (const name of readdirSync(dir)) if (name.startsWith(DRAFT)) rmSync(join(dir, name), { recursive: true, force: true })
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    checkVersion(dataDir, binaries)
    handOver(dataDir, account)
    return
  }
  // Only an empty folder may be replaced: anything else is somebody's data.
  if (existsSync(dataDir)) rmdirSync(dataDir)
  log.info({ dataDir, postgres: binaries.postgres }, 'Making a new database')
  const draft = join(dir, `${DRAFT}${randomUUID()}`)
  mkdirSync(draft, { mode: 0o700 })
  handOver(draft, account)
  await initialise({ ...options, draft })
  renameSync(draft, dataDir)
  if (options.durable) flush(dir)
}

function checkVersion(dataDir: string, { postgres, major }: Binaries): void {
  const version = Number(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8'))
  if (version !== major)
    throw new Error(
      `${dataDir} was made by PostgreSQL ${version}, but ${postgres} is version ${major}. Install PostgreSQL ${version}, ` +
        `or bring the data over with pg_upgrade or pg_dump.`,
    )
}

async function initialise({
  draft,
  binaries,
  account,
  durable,
}: {
  draft: string
  binaries: Binaries
  account: Account
  durable: boolean
}) {
  const { prefix, ...user } = account
  const [first, fallback] = locales(binaries.major)
  const run = async (locale: readonly string[]) => {
    const options = ['-D', draft, '-U', SERVER_USER, '-A', 'trust', '-E', 'UTF8', '--data-checksums', '--no-instructions', ...locale]
    const [command = '', ...args] = [...prefix, ...diesWithParent(), binaries.initdb, ...options, ...(durable ? [] : ['--no-sync'])]
    await promisify(execFile)(command, args, { ...user, env: serverEnvironment, cwd: '/' })
  }
  try {
    await run(first)
  } catch (error) {
    if (fallback === undefined) throw new Error(`initdb could not make ${draft}`, { cause: error })
    await run(fallback)
  }
}

/** The order and the case of texts must not depend on the machine: the built-in provider of version 17, before it the C library's. */
function locales(major: number): [string[], string[]?] {
  if (major >= 17) return [['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']]
  return [['--locale=C.UTF-8'], ['--locale=C']]
}

function flush(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
