import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Load = { redirects: number; others: number; perSecond: number; p50: number; p99: number }

const script = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url))

const start = (name: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [script(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

/** Loads a server and says what came back. */
export async function load(asked: {
  port: number
  host: string
  connections: number
  seconds: number
  codeFile: string
  firstCode: number
}): Promise<Load> {
  const { port, host, connections, seconds, codeFile, firstCode } = asked
  const child = start('generator', [String(port), host, String(connections), String(seconds), codeFile, String(firstCode)])
  return JSON.parse(await firstLine(child))
}

export type Bare = { port: number; stop(): void }

export async function startBare({ location }: { location: string }): Promise<Bare> {
  const child = start('bareServer', [location])
  return { port: Number(await firstLine(child)), stop: () => void child.kill() }
}

/** A Fastify that sends back what it gets. */
export async function startEcho(): Promise<Bare> {
  const child = start('echoServer', [])
  return { port: Number(await firstLine(child)), stop: () => void child.kill() }
}

/** Posts a body for some seconds and says what came back; `others` are answers that were not 200. */
export async function post(asked: {
  port: number
  path: string
  key: string
  connections: number
  seconds: number
  bodyFile: string
}): Promise<Omit<Load, 'redirects'>> {
  const { port, path, key, connections, seconds, bodyFile } = asked
  return JSON.parse(await firstLine(start('poster', [String(port), path, key, String(connections), String(seconds), bodyFile])))
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(text)
    })
    child.once('exit', (code) => reject(new Error(`A process of the benchmark ended with ${code}`)))
  })
}
