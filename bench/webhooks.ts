/**
 * Events to one fast endpoint, from the log to the record of each delivery, beside a bare undici Pool that signs and posts the same bodies at
 * the same concurrency to the same receiver. Both take turns, so that a machine that becomes slower meets both: the share is the median of the
 * rounds, each beside the bare Pool before and after it. Arguments: events, 300,000 unless told; requests at a time, 64 unless told.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Pool as Connections } from 'undici'
import { createEndpoint as endpointBody } from '../src/contract/webhooks.ts'
import { createEndpoint } from '../src/domain/webhooks/endpoints.ts'
import { eventIdOf, findEvents } from '../src/domain/webhooks/eventLog.ts'
import { presentBodies, type PayloadParts } from '../src/domain/webhooks/payload.ts'
import type { Result } from '../src/domain/webhooks/record.ts'
import { requestHeaders, signingKeys } from '../src/domain/webhooks/signing.ts'
import { countDeliveries } from '../src/jobs/webhookMetrics.ts'
import { startWebhooks } from '../src/jobs/webhooks.ts'
import type { Pool } from '../src/platform/db.ts'
import { createMetrics } from '../src/platform/metrics.ts'
import { createOutbound } from '../src/platform/outbound.ts'
import { inFolder, log, openDatabase } from './node/database.ts'
import { argument, count, judge, quantile, say } from './node/say.ts'
import { until } from './node/until.ts'

/** The first one warms both up and does not count. */
const ROUNDS = 6
const EVENTS = argument(0, 300_000)
/** Of a round. */
const EACH = Math.ceil(EVENTS / ROUNDS)
const CONCURRENCY = argument(1, 64)
const LEAST_SHARE = 0.5
/** Bodies that the bare Pool posts in turn. */
const BODIES = 1_000
/** Events that come alone, by which the delay is measured. */
const SINGLES = 40
const MOST_DELAY_MS = 1_000
const MEMORY_EVERY_MS = 250

async function startReceiver() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./node/hookReceiver.js', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = async () => String((await once(child.stdout, 'data'))[0]).trim()
  const port = await line()
  return {
    origin: `http://127.0.0.1:${port}`,
    async received() {
      child.stdin.write('count\n')
      return Number(await line())
    },
    stop: () => void child.kill(),
  }
}

/** Clicks of one account's messages, as the drain writes them. */
async function insertEvents(db: Pool): Promise<void> {
  await db`
    insert into outbox (account_id, type, test, data)
    select 1, 'hit.click', false, json_build_object('message_id', (1 + n % 50000)::text, 'link', 0, 'rendering_id', '1', 'at', now(), 'network_country', 'DE',
      'verdict', 'click', 'reasons', array['browser'], 'device', 'phone', 'os', 'iOS', 'browser', 'Safari', 'app', '', 'first', true)
    from generate_series(1, ${EACH}::int) as n`
  await db`analyze outbox`
}

async function insertMessages(db: Pool): Promise<void> {
  await db`insert into accounts (name) values ('bench')`
  await db`insert into template_versions (account_id, text, hash) values (1, 'Hi https://shop.example/spring', '')`
  await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    select 1, 1, id, 'full', 1, '{tracked}' from short_domains limit 1`
  await db`insert into links (account_id, rendering_id, position, destination_kind, destination) values (1, 1, 0, 'fixed', 'https://shop.example/spring')`
  await db`
    insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts, on_unknown, state, send_at,
      valid_until, code_space_id, first_number, submitted_at)
    select n, 1, 1, (select min(id) from carriers), false, '+49151' || (10000000 + n), 'Shop', 'full', 1, 'gsm7', 1, 'keep', 'delivered', now(), now(), 1, n, now()
    from generate_series(1, 50000) as n`
  await db`analyze messages`
}

type Rate = { perSecond: number; cpuMicros: number }

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** How fast `work` gets so many events done, by the clock and by the processor time of this process. */
async function rateOf(events: number, work: () => Promise<void>): Promise<Rate> {
  const before = process.cpuUsage()
  const startedAt = performance.now()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { perSecond: (events * 1_000) / (performance.now() - startedAt), cpuMicros: (user + system) / events }
}

function bareRate({ origin, bodies, secret }: { origin: string; bodies: readonly string[]; secret: string }): Promise<Rate> {
  const connections = new Connections(origin, { connections: CONCURRENCY, pipelining: 1 })
  const keys = signingKeys([secret])
  let next = 0
  const post = async () => {
    while (next < EACH) {
      const id = next++
      const body = bodies[id % bodies.length] ?? ''
      const headers = requestHeaders({ keys, headers: {} }, { id: eventIdOf(BigInt(id)), timestamp: Math.floor(Date.now() / 1_000), body })
      const answer = await connections.request({ path: '/hooks', method: 'POST', headers, body })
      await answer.body.dump()
    }
  }
  return rateOf(EACH, async () => {
    await Promise.all(Array.from({ length: CONCURRENCY }, post))
    await connections.close()
  })
}

/** Milliseconds from the commit of a single event to its arrival, one after the other. */
async function delays({ db, take }: { db: Pool; take: (waiting: () => void) => void }): Promise<number[]> {
  const found: number[] = []
  for (let sent = 0; sent < SINGLES; sent++) {
    const arrived = new Promise<void>((resolve) => take(resolve))
    await db`insert into outbox (account_id, type, test, data) values (1, 'hit.view', false, '{}')`
    const committedAt = performance.now()
    await arrived
    found.push(performance.now() - committedAt)
    await wait(50)
  }
  return found
}

/** A receiver of events one at a time. */
async function startSingle(onEvent: () => void) {
  const server = createServer((_request, answer) => {
    answer.end()
    onEvent()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
}

/** What is told of the first events, for the bare Pool to post. */
async function someBodies(parts: PayloadParts): Promise<string[]> {
  const places = await parts.db<{ xid: string; id: bigint }[]>`select xid::text as xid, id from outbox limit ${BODIES}`
  const logged = await findEvents(parts.db, {
    ...{ accountId: 1n, xids: places.map((place) => place.xid), ids: places.map((place) => place.id) },
    ...{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
  })
  const events = logged.filter((event) => event !== undefined)
  return (await presentBodies(parts, { accountId: 1n, events, includeRecipient: false })).filter((body) => body !== undefined)
}

/** `bare` has one more: each of ours stands between two. */
function reportRates({ bare, ours }: { bare: readonly Rate[]; ours: readonly Rate[] }): void {
  const shown = (rates: readonly Rate[]) =>
    `${rates.map(({ perSecond }) => `${count(perSecond)}/s`).join(', ')}; ${count(mean(rates.map(({ cpuMicros }) => cpuMicros)))} us of CPU each`
  const shares = ours.map(({ perSecond }, round) => perSecond / mean(bare.slice(round, round + 2).map((rate) => rate.perSecond)))
  const share = quantile(shares, 0.5)
  say(`  bare Pool      ${shown(bare)}`)
  say(`  delivered      ${shown(ours)} in this process`)
  say(
    `  of bare        ${shares.map((each) => each.toFixed(2)).join(', ')}; median ${share.toFixed(2)}, bar ${LEAST_SHARE} ${judge(share >= LEAST_SHARE)}`,
  )
}

await inFolder(async (dir) => {
  const { db, secrets, close } = await openDatabase(dir)
  const receiver = await startReceiver()
  let waiting: () => void = () => undefined
  const { server: single, origin: singleOrigin } = await startSingle(() => waiting())
  const privateOrigins = [receiver.origin, singleOrigin]
  const outbound = createOutbound({ allowOrigins: privateOrigins })
  const countAll = countDeliveries(createMetrics())
  let recorded = 0
  const onRecorded = (results: readonly Result[]) => {
    recorded += results.length
    countAll(results)
  }
  const parts = { db, secrets, outbound, shortLinksOf: async () => () => 'https://go.example.com/5sJ2nLq8', onRecorded }
  await insertMessages(db)
  const body = endpointBody.parse({ url: `${receiver.origin}/hooks`, types: ['hit.click'], concurrency: CONCURRENCY })
  const { id, secret } = await createEndpoint(db, { ...parts, accountId: 1n, actor: 'bench', body, privateOrigins })
  await insertEvents(db)
  const bodies = await someBodies(parts)
  const bare = [await bareRate({ origin: receiver.origin, bodies, secret })]
  const ours: Rate[] = []
  const heapBefore = process.memoryUsage.rss()
  let most = heapBefore
  const memory = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), MEMORY_EVERY_MS)
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) await insertEvents(db)
    const loop = startWebhooks(parts, { log, onFailure: () => undefined })
    ours.push(await rateOf(EACH, () => until('all delivered', () => recorded >= EACH * (round + 1))))
    await loop.stop()
    bare.push(await bareRate({ origin: receiver.origin, bodies, secret }))
  }
  clearInterval(memory)
  const loop = startWebhooks(parts, { log, onFailure: () => undefined })
  const alone = endpointBody.parse({ url: `${singleOrigin}/`, types: ['hit.view'] })
  await createEndpoint(db, { ...parts, accountId: 1n, actor: 'bench', body: alone, privateOrigins })
  const late = await delays({ db, take: (resolve) => (waiting = resolve) })
  await loop.stop()
  const [rows] = await db<
    { count: number }[]
  >`select count(*)::int from webhook_deliveries where endpoint_id = ${id} and state = 'delivered' and attempts = 1`
  say(
    `${count(EACH * ROUNDS)} events of ${bodies[0]?.length ?? 0} bytes, ${CONCURRENCY} at a time, received ${count(await receiver.received())}`,
  )
  reportRates({ bare: bare.slice(1), ours: ours.slice(1) })
  say(`  recorded once  ${count(rows?.count ?? 0)} ${judge(rows?.count === EACH * ROUNDS)}`)
  const p99 = quantile(late, 0.99)
  say(
    `  single events  ${count(quantile(late, 0.5))} ms after their commit, p99 ${count(p99)} ms, bar ${count(MOST_DELAY_MS)} ms ${judge(p99 <= MOST_DELAY_MS)}`,
  )
  say(`  memory grew by ${count((most - heapBefore) / 2 ** 20)} MB`)
  await outbound.close()
  receiver.stop()
  single.close()
  await close()
})
