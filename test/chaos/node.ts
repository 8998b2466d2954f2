import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newFolder, type Stage } from './stage.ts'
import { freePort } from '../helpers/freePort.ts'
import { eventually } from './waiting.ts'

/** The compiled product: tests and the chaos run are started in the checkout. */
const MAIN = join(process.cwd(), 'dist/main.js')
const READY_MS = 60_000
const CALL_MS = 15_000

type Options = { env?: Record<string, string>; dataDir?: string }

/** A Tapline that is killed and started again on the same ports and the same folder. */
export class TaplineNode {
  readonly dataDir: string
  readonly port: number
  readonly linkPort: number
  readonly #env: Record<string, string>
  readonly #logFile: string
  #child: ChildProcess | undefined

  private constructor({ dataDir, port, linkPort, env }: { dataDir: string; port: number; linkPort: number; env: Record<string, string> }) {
    this.dataDir = dataDir
    this.port = port
    this.linkPort = linkPort
    this.#env = env
    this.#logFile = `${dataDir}.log`
  }

  static async create(stage: Stage, { env = {}, dataDir = join(newFolder(stage), 'data') }: Options = {}): Promise<TaplineNode> {
    const node = new TaplineNode({ dataDir, port: await freePort(), linkPort: await freePort(), env })
    stage.onEnd(() => node.kill())
    return node
  }

  /** The host of the short links, as it stands in the texts. */
  get linkHost(): string {
    return new URL(this.#env.LINK_URL ?? `http://localhost:${this.linkPort}`).host
  }

  /** Starts the process; resolves when every role is ready. */
  async start(): Promise<void> {
    const log = openSync(this.#logFile, 'a')
    const child = spawn(process.execPath, [MAIN, 'start'], { env: this.#environment(), stdio: ['ignore', log, log] })
    closeSync(log)
    this.#child = child
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the node ended while it started:\n${this.log()}`)
    })
    const ready = eventually('a node is ready', async () => ((await fetch(`${this.#url}/readyz`)).ok ? true : undefined), READY_MS)
    ended.catch(() => undefined)
    ready.catch(() => undefined)
    await Promise.race([ready, ended])
  }

  /** `kill -9` of the whole process; its PostgreSQL is told by the system. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** @throws Error when something in it had to be given up */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    if (this.log().includes('did not end in time')) throw new Error(`the node did not stop in order:\n${this.log()}`)
  }

  /** The last of what it printed. */
  log(): string {
    return existsSync(this.#logFile) ? readFileSync(this.#logFile, 'utf8').slice(-4_000) : ''
  }

  /** Sends a request to the API with the key of the command line. @returns status 0 when no answer came */
  async post(path: string, { body, key }: { body: unknown; key: string }): Promise<{ status: number; body: unknown }> {
    try {
      const answer = await fetch(`${this.#url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#apiKey()}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(CALL_MS),
      })
      return { status: answer.status, body: await answer.json() }
    } catch {
      return { status: 0, body: undefined }
    }
  }

  /** The body of `/readyz`, in words. */
  async readiness(): Promise<string> {
    return (await fetch(`${this.#url}/readyz`)).text()
  }

  /** Runs the command line with this node's configuration. @returns what it printed */
  async command(...words: string[]): Promise<string> {
    return (await promisify(execFile)(process.execPath, [MAIN, ...words], { env: this.#environment() })).stdout
  }

  /** A metric without labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.#url}/metrics`)).text()
    const line = text.split('\n').find((each) => each.startsWith(`${name} `))
    if (line === undefined) throw new Error(`there is no metric ${name}`)
    return Number(line.slice(name.length + 1))
  }

  get #url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  #apiKey(): string {
    return readFileSync(join(this.dataDir, 'cli.key'), 'utf8').trim()
  }

  #environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      DATA_DIR: this.dataDir,
      PORT: String(this.port),
      LINK_PORT: String(this.linkPort),
      LOG_LEVEL: 'info',
      TAPLINE_ALLOW_PRIVATE_DESTINATIONS: 'true',
      ...this.#env,
    }
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}
