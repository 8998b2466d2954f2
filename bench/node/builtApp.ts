import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { freePort } from '../../test/helpers/freePort.ts'
import { until } from './until.ts'

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url))

/** The built product with its web app, which the compiled benchmarks do not hold, on a data folder of its own. `given`: settings beside those. */
export async function startBuiltApp(dataDir: string, given: Readonly<Record<string, string>> = {}) {
  if (!existsSync(MAIN)) throw new Error('Tapline is not built: run "npm run build" first')
  const [port, linkPort] = [await freePort(), await freePort()]
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: String(port), LINK_PORT: String(linkPort), ...given }
  const child = spawn(process.execPath, [MAIN, 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const setupUrl = () => /http:\/\/localhost:\d+\/setup\?token=\S+/.exec(output)?.[0]
  await until('Tapline says where it is set up', async () => setupUrl() !== undefined)
  return {
    baseUrl: `http://localhost:${env.PORT}`,
    /** Makes the first owner in a page, who is signed in there then. */
    async signUp(page: Page) {
      await page.goto(setupUrl() ?? '')
      await page.fill('input[name=email]', 'ada@example.com')
      await page.fill('input[name=password]', 'correct horse battery')
      await page.locator('form button').click()
      await page.waitForLoadState()
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
