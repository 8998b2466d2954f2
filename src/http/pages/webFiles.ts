import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** The same folder whether this file runs from `src` or from `dist`. */
const FOLDER = fileURLToPath(new URL('../../../dist/web', import.meta.url))

/** What the build may put among the assets; anything else is a mistake of the build. */
const typeOf: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

export type WebFile = { type: string; body: Buffer; gzip: Buffer }
/** The built web app: its only page, and its files by the names in /assets. All in memory, since they are few and never change. */
export type WebFiles = { page: string; files: ReadonlyMap<string, WebFile> }

/** @returns undefined where nobody has built the app */
export function readWebFiles(folder = FOLDER): WebFiles | undefined {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return undefined
  const names = readdirSync(join(folder, 'assets')).filter((name) => Object.hasOwn(typeOf, extname(name)))
  return {
    page: readFileSync(index, 'utf8'),
    files: new Map(names.map((name) => [name, readOne(join(folder, 'assets', name))])),
  }
}

function readOne(path: string): WebFile {
  const body = readFileSync(path)
  return { type: typeOf[extname(path)] ?? 'application/octet-stream', body, gzip: gzipSync(body, { level: 9 }) }
}
