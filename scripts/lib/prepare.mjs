/** Makes a checkout runnable: packages as the lockfile says, `dist` as the source says. Costs some milliseconds when both are. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exclusively } from './lock.mjs'
import { Failure, progress, root, run, say } from './process.mjs'
import { describeSizes, webSizes } from './webSize.mjs'

const dist = join(root, 'dist')
const stampFile = join(dist, '.stamp')

/** Installs and builds where needed. @throws Failure that says what failed and what to do */
export async function prepare() {
  await prepareInstall()
  await prepareBuild()
}

/** Installs the packages of the lockfile unless they are all there. */
export async function prepareInstall() {
  if (isInstalled()) return
  await exclusively(async () => {
    // Another process may have done it while this one waited for the lock.
    if (!isInstalled()) await progress('Installing packages (once, about 20 s)', install)
  })
}

/** Compiles `src` into `dist` and `web` into `dist/web`, unless both are up to date. */
export async function prepareBuild() {
  if (isBuilt()) return
  await exclusively(async () => {
    if (!isBuilt()) await progress('Building', build)
  })
}

/**
 * Compares the lockfile with npm's own record of what it installed, which npm writes last, so an interrupted
 * installation counts as none, and one that somebody made by hand counts.
 */
function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const installed = packagesOf('node_modules/.package-lock.json')
  const missing = Object.entries(wanted).some(([path, entry]) => {
    const found = installed[path]
    return path !== '' && found?.integrity !== entry.integrity && (found !== undefined || isNeededHere(entry))
  })
  return !missing && Object.keys(installed).every((path) => path in wanted)
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return {}
  }
}

/** npm leaves out optional packages for other systems, for another C library, and what only those need; the rest has to be there. */
const isNeededHere = ({ optional, os, cpu, libc }) =>
  optional !== true || (libc === undefined && os?.includes(process.platform) === true && cpu?.includes(process.arch) === true)

async function install() {
  // Named, because NODE_ENV=production leaves the compiler out, and a setting of the user's may leave PostgreSQL out.
  const { code, output } = await run('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'])
  if (code === 0) return
  throw new Failure(
    `${output}\nThe packages could not be installed: \`npm ci\` ended with code ${code}, see above. It needs the npm registry (or a warm npm cache); try again, or run \`npm ci\` by hand.`,
  )
}

/** Compiles beside `dist` and swaps, so that a failed build leaves the old one and nobody runs half of a new one. */
async function build() {
  const stamp = sourceStamp()
  for (const left of readdirSync(root).filter((name) => /^dist-\d+/.test(name))) rmSync(join(root, left), { recursive: true, force: true })
  const fresh = join(root, `dist-${process.pid}`)
  const old = join(root, `dist-${process.pid}-old`)
  try {
    mkdirSync(fresh, { recursive: true })
    await Promise.all([
      tool('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', fresh),
      tool('vite/bin/vite.js', 'build', '--outDir', join(fresh, 'web')),
    ])
    say(`  ${describeSizes(webSizes(join(fresh, 'web')))}`)
    writeFileSync(join(fresh, '.stamp'), stamp)
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(fresh, dist)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
    rmSync(old, { recursive: true, force: true })
  }
}

/** Runs a tool of the lockfile. @throws Failure with what it printed */
async function tool(path, ...args) {
  const { code, output } = await run(process.execPath, [join(root, 'node_modules', path), ...args])
  if (code !== 0) throw new Failure(`${output}\nThe build failed: the compiler's messages stand above. Mend them and try again.`)
}

function isBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp()
}

/** A hash of all that the build depends on. Contents, not times: changing branches there and back builds nothing. */
function sourceStamp() {
  const files = ['src', 'web']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, String(file))))
    .filter((file) => /\.(?:tsx?|css|html)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .sort()
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'vite.config.ts', ...files]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}
