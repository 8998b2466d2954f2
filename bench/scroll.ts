/**
 * The logbook in a real browser, scrolled from the newest message down until its list ends: how long the longest task of the page's thread took.
 * Needs a built web app (`npm start` or `node scripts/build.mjs`). Argument: messages, 6,000 unless told.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startSession } from '../src/domain/accounts/sessions.ts'
import { insertUser } from '../src/domain/accounts/userStore.ts'
import { launchBrowser } from '../test/helpers/browser.ts'
import { inFolder } from './node/database.ts'
import { startProduct, type Product } from './node/product.ts'
import { argument, count, judge, quantile, say } from './node/say.ts'

const MESSAGES = argument(0, 6_000)
const AT_ONCE = 500
const MAX_TASK_MS = 50
/** As a quick hand on the wheel: some 8,000 pixels a second. */
const STEP_PX = 400
const STEP_MS = 50
/** So many steps without a new row: the end. */
const PATIENCE = 40

/** Scheduled for tomorrow, so that nothing but the scroll changes the page. */
async function sendAll({ port, dataDir }: Product): Promise<void> {
  const key = readFileSync(join(dataDir, 'cli.key'), 'utf8').trim()
  const sendAt = new Date(Date.now() + 86_400_000).toISOString()
  for (let sent = 0; sent < MESSAGES; sent += AT_ONCE) {
    const to = Array.from({ length: AT_ONCE }, (_, at) => ({
      phone: `+49151${String(10_000_000 + sent + at)}`,
      values: { name: `Ana ${sent + at}` },
    }))
    const answer = await fetch(`http://127.0.0.1:${port}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to, from: 'Acme', text: `Hi {name|there}, sale ${sent}: https://shop.example/${sent}`, send_at: sendAt }),
    })
    if (!answer.ok) throw new Error(`a send was answered ${answer.status}: ${await answer.text()}`)
  }
}

async function openPage({ db, port }: Product): Promise<Page> {
  const userId = await insertUser(db, { accountId: 1n, email: 'bench@example.com', passwordHash: 'scrypt$15$8$3$AAAA$AAAA', role: 'owner' })
  if (userId === undefined) throw new Error('nobody could be made')
  const token = await startSession(db, { accountId: 1n, userId, formerToken: undefined })
  const browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  await context.addCookies([{ name: 'tapline', value: token, url: `http://localhost:${port}` }])
  const page = await context.newPage()
  await page.goto(`http://localhost:${port}/logbook`)
  await page.locator('tbody tr').first().waitFor()
  return page
}

type Scrolled = { tasks: { ms: number; row: number }[]; gaps: number[]; rows: number }

/** Runs in the page. Long tasks are those of 50 ms and more, so the gaps between frames tell how near the others came. */
const scrollToEnd = `new Promise((resolve) => {
  const [tasks, gaps] = [[], []]
  const row = () => Number([...document.querySelectorAll('tbody tr[aria-rowindex]')].at(-1).getAttribute('aria-rowindex')) - 1
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => ({ ms: duration, row: row() })))).observe({ entryTypes: ['longtask'] })
  let last = performance.now()
  const frame = (at) => {
    gaps.push(at - last)
    last = at
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  let [still, height] = [0, 0]
  const timer = setInterval(() => {
    window.scrollBy(0, ${STEP_PX})
    const now = document.documentElement.scrollHeight
    const isAtEnd = window.scrollY + window.innerHeight >= now - 2
    still = isAtEnd && now === height ? still + 1 : 0
    height = now
    if (still < ${PATIENCE}) return
    clearInterval(timer)
    resolve({ tasks, gaps, rows: row() })
  }, ${STEP_MS})
})`

await inFolder(async (dir) => {
  const product = await startProduct(dir)
  try {
    say(`Sending ${count(MESSAGES)} messages ...`)
    await sendAll(product)
    const page = await openPage(product)
    const { tasks, gaps, rows } = await page.evaluate<Scrolled>(scrollToEnd)
    await page.context().browser()?.close()
    const longest = Math.max(0, ...tasks.map(({ ms }) => ms))
    say(
      `scrolled past ${count(rows)} rows in ${count(gaps.length)} frames; frames ${quantile(gaps, 0.5).toFixed(0)} ms apart, 99 % within ${quantile(gaps, 0.99).toFixed(0)} ms`,
    )
    say(`tasks of ${MAX_TASK_MS} ms and more: ${tasks.length}, the longest ${longest.toFixed(0)} ms: ${judge(longest <= MAX_TASK_MS)}`)
    for (const { ms, row } of tasks) say(`  ${ms.toFixed(0)} ms near row ${count(row)}`)
  } finally {
    await product.stop()
  }
})
