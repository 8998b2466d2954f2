/** What `npm run pictures` runs: see scripts/pictures.mjs. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { startBuiltApp } from '../../bench/node/builtApp.ts'
import { inFolder } from '../../bench/node/database.ts'
import { freePort } from '../helpers/freePort.ts'
import { say } from '../../bench/node/say.ts'
import { openCamera, type Shot } from './camera.ts'
import { everything, ofTheDocs, type Ask } from './shots.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const allAt = process.argv.indexOf('--all')
const format = allAt === -1 ? 'webp' : 'png'
const isGerman = process.argv.includes('--german')
const folder = allAt === -1 ? join(root, 'docs/images') : resolve(process.argv[allAt + 1] ?? 'pictures')

await inFolder(async (dataDir) => {
  const env = await settings(dataDir)
  await seed(env)
  const app = await startBuiltApp(dataDir, env)
  try {
    const ask = askOf(app.baseUrl, dataDir)
    const shots = allAt === -1 ? await ofTheDocs(ask) : await everything(ask)
    await takeAll(app, shots)
  } finally {
    await app.stop()
  }
})

/** Short links of a host of their own, as a business has them; nothing is asked of it. */
async function settings(dataDir: string): Promise<Record<string, string>> {
  const [port, linkPort] = [String(await freePort()), String(await freePort())]
  return { DATA_DIR: dataDir, PORT: port, LINK_PORT: linkPort, LINK_URL: 'https://go.bergamot.example', LOG_LEVEL: 'warn' }
}

async function seed(env: Record<string, string>): Promise<void> {
  const main = join(root, 'dist/main.js')
  const child = spawn(process.execPath, [main, 'seed', '--demo'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The demo could not be made (code ${String(code)})`)
}

type App = Awaited<ReturnType<typeof startBuiltApp>>

async function takeAll(app: App, shots: readonly Shot[]): Promise<void> {
  const camera = await openCamera({ baseUrl: app.baseUrl, folder, format })
  try {
    await app.signUp(camera.page)
    if (isGerman) await speakGerman(app, camera.page)
    for (const shot of shots) {
      const bytes = await camera.take(shot)
      say(`${shot.name}.${format}  ${Math.round(bytes / 1_000)} kB`)
    }
  } finally {
    await camera.close()
  }
}

async function speakGerman({ baseUrl }: App, page: Page): Promise<void> {
  const headers = { origin: baseUrl, 'sec-fetch-site': 'same-origin' }
  const answer = await page.request.patch(`${baseUrl}/v1/session`, { data: { language: 'de' }, headers })
  if (!answer.ok()) throw new Error(`The language could not be changed: ${answer.status()}`)
}

/** Asks the API with the key of the command line, to find what is worth a picture. */
function askOf(baseUrl: string, dataDir: string): Ask {
  const key = readFileSync(join(dataDir, 'cli.key'), 'utf8').trim()
  return async (path) => {
    const answer = await fetch(`${baseUrl}${path}`, { headers: { authorization: `Bearer ${key}` } })
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}
