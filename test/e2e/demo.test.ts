import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { dataFolder, eventually, startTapline, type Tapline } from './process.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** The command line beside a product that runs, on its data folder. */
function tapline({ dataDir, baseUrl, linkUrl }: Tapline, ...words: string[]): Promise<{ code: number | null; output: string }> {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: new URL(baseUrl).port, LINK_PORT: new URL(linkUrl).port }
  const child = spawn(process.execPath, [MAIN, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

test('a demo is made beside a product that runs, its people go on tapping, and every figure still agrees', async () => {
  const running = await startTapline({ dataDir: dataFolder() })
  const made = await tapline(running, 'seed', '--demo', '--contacts', '120', '--singles', '0', '--tap', '1', '--convert', '1')
  expect(made).toMatchObject({ code: 0 })
  expect(made.output).toContain(`${running.baseUrl}/setup?token=`)

  const again = await tapline(running, 'seed', '--demo')
  expect(again.code).toBe(4)
  expect(again.output).toContain('has contacts already')

  const campaigns = await running.call('GET', '/v1/campaigns?state=running')
  expect(campaigns.body).toMatchObject({ campaigns: [{ name: 'Anniversary: 20% off everything' }] })
  // A tap by somebody at a simulated phone has this machine's network, so no country; those of the story have one.
  await eventually(
    'somebody taps',
    async () => {
      const { body } = await running.call('GET', '/v1/stats?by=country')
      return JSON.stringify(body.groups).match(/"key":"unknown"[^}]*"total_clicks":[1-9]/) ?? undefined
    },
    100_000,
  )

  const off = await tapline(running, 'carrier', 'set', 'Simulator', '--set', 'people=off')
  expect(off).toMatchObject({ code: 0 })
  const verified = await tapline(running, 'verify')
  expect(verified.output).toContain('agree')
  expect(verified.code).toBe(0)
})
