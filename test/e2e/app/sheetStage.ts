/** Builds the sheets of components as the app is built, and serves them under the app's content policy. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('sheet', import.meta.url))
const CONFIG = fileURLToPath(new URL('../../../vite.config.ts', import.meta.url))
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' }

export type SheetServer = { url: string; close(): Promise<void> }

export async function serveSheets(): Promise<SheetServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tapline-sheets-'))
  await build({ root: ROOT, configFile: CONFIG, build: { outDir: folder, emptyOutDir: true } })
  const server = createServer(({ url = '/' }, answer) => {
    const isAsset = /^\/assets\/[\w.-]+$/.test(url)
    answer.setHeader('content-security-policy', POLICY)
    answer.setHeader('content-type', isAsset ? (types[extname(url)] ?? 'text/plain') : 'text/html; charset=utf-8')
    answer.end(url === '/favicon.ico' ? '' : readFileSync(join(folder, isAsset ? url : 'index.html')))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${portOf(server)}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
