/**
 * Memory of all our processes together, as their share of it (PSS): idle, and after a flood of hits on a million messages that were sent one
 * by one. The product itself runs, all roles in one process, with the embedded PostgreSQL, which is not counted. Linux only.
 * Argument: hits, 10,000,000 unless told, which takes some minutes.
 */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { load } from './node/children.ts'
import { inFolder } from './node/database.ts'
import { pssOf, watchPss } from './node/memory.ts'
import { startProduct, type Product } from './node/product.ts'
import { argument, count, judge, say } from './node/say.ts'
import { insertSingles } from './node/singles.ts'
import { until } from './node/until.ts'

const HITS = argument(0, 10_000_000)
const CONNECTIONS = 64
const CHUNK_S = 5
const SETTLE_MS = 10_000
const MAX_IDLE_MB = 150
const MAX_AFTER_MB = 250
/** A flood that runs slower than this ends early and says so: nobody waits for hours. */
const LEAST_PER_SECOND = 2_500

const inMb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

async function flood(product: Product, codeFile: string): Promise<{ redirects: number; others: number }> {
  const deadline = performance.now() + (HITS / LEAST_PER_SECOND) * 1_000 + 60_000
  const sum = { redirects: 0, others: 0 }
  while (sum.redirects < HITS && performance.now() < deadline) {
    const { redirects, others } = await load({
      ...{ port: product.linkPort, host: product.linkHost, connections: CONNECTIONS, seconds: CHUNK_S },
      ...{ codeFile, firstCode: sum.redirects % 1_000_000 },
    })
    if (redirects === 0) throw new Error(`Nothing was redirected; ${others} answers were something else`)
    sum.redirects += redirects
    sum.others += others
  }
  return sum
}

await inFolder(async (dir) => {
  const product = await startProduct(join(dir, 'data'))
  try {
    await wait(SETTLE_MS)
    const idle = pssOf(product.pid)
    say(`  idle       ${inMb(idle)}, at most ${MAX_IDLE_MB} MB ${judge(idle <= MAX_IDLE_MB * 1e6)}`)
    say('  Making a million single messages ...')
    const codeFile = await insertSingles(product, dir)
    const watch = watchPss(product.pid)
    const { redirects, others } = await flood(product, codeFile)
    await until('all hits are in PostgreSQL', async () => (await product.countHits()) >= redirects)
    await wait(SETTLE_MS)
    const after = pssOf(product.pid)
    say(
      `  flood      ${count(redirects)} redirects of ${count(HITS)}, ${others} other answers: ${judge(redirects >= HITS && others === 0)}`,
    )
    say(
      `  after      ${inMb(after)}, at most ${MAX_AFTER_MB} MB ${judge(after <= MAX_AFTER_MB * 1e6)}; at the most ${inMb(watch.stop())} meanwhile`,
    )
    say(`  where      ${product.shares()}`)
  } finally {
    await product.stop()
  }
})
