/** A real browser for tests, from a package of the lockfile, so that nothing is fetched at the time of the test. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

const PACKAGE = '@sparticuz/chromium'

/** Headless, without the sandbox that root may not use, and silent towards the network: only what a test asks for is requested. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts Chromium; close it in the test that started it.
 * `CHROME_PATH` names another browser; it has to on a Mac and on ARM, because the package holds Linux x64 binaries only.
 */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.CHROME_PATH
  if (own) return chromium.launch({ executablePath: own, args: ARGS })
  const folder = unpacked()
  for (let starts = 1; ; starts++) {
    try {
      return await chromium.launch({ executablePath: join(folder, 'chromium'), args: ARGS, env: environment(folder) })
    } catch (error) {
      if (starts === MAX_STARTS || !(error instanceof Error) || !error.message.includes('signal=SIGSEGV')) throw error
    }
  }
}

/** This build of Chromium crashes in a thread of its own at the start, once in some hundred times, before it has been asked for anything. */
const MAX_STARTS = 3

/** Libraries and fonts come from the package too, so pictures look alike on every machine and a bare Debian is enough. */
const environment = (folder: string) => ({
  HOME: folder,
  PATH: process.env.PATH ?? '',
  LD_LIBRARY_PATH: join(folder, 'lib'),
  FONTCONFIG_FILE: join(folder, 'fonts.conf'),
})

/** The folder with the unpacked browser, made once per machine (2 s, 210 MB), then shared by all runs. */
function unpacked(): string {
  const source = dirname(dirname(dirname(createRequire(import.meta.url).resolve(PACKAGE))))
  const target = join(tmpdir(), `tapline-browser-${versionOf(source)}-${process.getuid?.() ?? 'user'}`)
  if (existsSync(target)) return target
  // Unpacked beside and renamed: a run that is killed halfway, or two at once, leave no half browser.
  const fresh = mkdtempSync(`${target}-`)
  try {
    unpack(join(source, 'bin'), fresh)
    writeFileSync(join(fresh, 'fonts.conf'), fontConfig(target))
    rename(fresh, target)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return target
}

const versionOf = (source: string) => /"version": "([\w.-]+)"/.exec(readFileSync(join(source, 'package.json'), 'utf8'))?.[1] ?? 'unknown'

function unpack(bin: string, folder: string) {
  const file = (name: string) => brotliDecompressSync(readFileSync(join(bin, name)))
  writeFileSync(join(folder, 'chromium'), file('chromium.br'))
  chmodSync(join(folder, 'chromium'), 0o755)
  for (const name of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
    execFileSync('tar', ['-x', '-C', folder], { input: file(name) })
  }
}

/** Absolute paths: a relative cache folder would be made where the test runs. */
const fontConfig = (folder: string) =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`

function rename(fresh: string, target: string) {
  try {
    renameSync(fresh, target)
  } catch (error) {
    // Another run was quicker; its browser is the same.
    if (!existsSync(target)) throw error
  }
}
