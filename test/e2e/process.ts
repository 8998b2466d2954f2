import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished } from 'vitest'
import { freePort } from '../helpers/freePort.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const START_TIMEOUT_MS = 60_000

/** A Tapline process on ports and a data folder of its own, as `npm start` runs it. */
export type Tapline = {
  pid: number
  baseUrl: string
  linkUrl: string
  dataDir: string
  /** What it printed so far, both streams. */
  output(): string
  /** Milliseconds from spawn to ready. */
  startMs: number
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; signal: string | null }>
  /** Calls the API with the key of the command line. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>
}

/** A new folder for DATA_DIR, removed when the test has finished. */
export function dataFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-e2e-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Starts the compiled product, on a new folder with an empty database, and waits until it is ready; it is killed when the test has finished. */
export function startTapline(settings: { dataDir: string; env?: Record<string, string> }): Promise<Tapline> {
  copyCluster(settings)
  return startTaplineAnew(settings)
}

/** The same, but in a new folder the product makes its database itself, as for a user. */
export const startTaplineAnew = (settings: { dataDir: string; env?: Record<string, string> }): Promise<Tapline> =>
  spawnTapline({ ...settings, onSpawn: (kill) => onTestFinished(kill) })

/** Puts an empty database into a folder that has none, unless another server is named. */
export function copyCluster({ dataDir, env = {} }: { dataDir: string; env?: Record<string, string> }): void {
  const folder = join(dataDir, 'postgres')
  if (env.DATABASE_URL === undefined && !existsSync(folder)) cpSync(inject('cluster'), join(folder, 'data'), { recursive: true })
}

/** Starts the compiled product and waits until it is ready. `onSpawn` gets what kills it, before anything can fail. */
export async function spawnTapline({
  dataDir,
  env = {},
  onSpawn,
}: {
  dataDir: string
  env?: Record<string, string>
  onSpawn: (kill: () => void) => void
}): Promise<Tapline> {
  const [port, linkPort] = [env.PORT ?? String(await freePort()), env.LINK_PORT ?? String(await freePort())]
  const startedAt = performance.now()
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: dataDir,
      PORT: port,
      LINK_PORT: linkPort,
      LOG_LEVEL: 'info',
      TAPLINE_ALLOW_PRIVATE_DESTINATIONS: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  onSpawn(() => void (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')))
  const baseUrl = `http://localhost:${port}`
  await untilReady(child, baseUrl, () => output)
  const { pid } = child
  if (pid === undefined) throw new Error('the process has no id')
  return {
    ...{ pid, baseUrl, linkUrl: `http://localhost:${linkPort}`, dataDir, output: () => output, startMs: performance.now() - startedAt },
    async end(signal) {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
      return { code: child.exitCode, signal: child.signalCode }
    },
    call: (method, path, body) => call({ baseUrl, dataDir }, { method, path, body }),
  }
}

async function untilReady(child: ChildProcess, baseUrl: string, output: () => string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Tapline ended while it started:\n${output()}`)
    const ready = await fetch(`${baseUrl}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
    await pause(25)
  }
  throw new Error(`Tapline was not ready after ${START_TIMEOUT_MS} ms:\n${output()}`)
}

async function call(
  { baseUrl, dataDir }: { baseUrl: string; dataDir: string },
  { method, path, body }: { method: string; path: string; body: unknown },
) {
  const key = readFileSync(join(dataDir, 'cli.key'), 'utf8').trim()
  const answer = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** The link of the first start, by which the owner sets a password. */
export function setupUrlOf({ output }: Pick<Tapline, 'output'>): string {
  const url = /http:\/\/localhost:\d+\/setup\?token=\S+/.exec(output())?.[0]
  if (url === undefined) throw new Error(`no setup link in:\n${output()}`)
  return url
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again and again until the answer is not undefined. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  for (const deadline = performance.now() + timeoutMs; performance.now() < deadline;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await pause(50)
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`)
}
