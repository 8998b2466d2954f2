/**
 * `POST /v1/messages/preview` with a usual text and a sample of ten recipients, over HTTP, beside a Fastify that only sends the same bodies
 * back. Argument: seconds of each run, 5 unless told.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { previewRequest, previewResponse } from '../src/contract/messages.ts'
import { previewMessage } from '../src/domain/messages/preview.ts'
import { post, startEcho } from './node/children.ts'
import { inFolder, openDatabase, type Database } from './node/database.ts'
import { argument, count, judge, say, shares } from './node/say.ts'
import { openWeb, unlimitedKey } from './node/webServer.ts'

const SECONDS = argument(0, 5)
const rounds = [
  { connections: 1, maxP99Ms: 20 },
  { connections: 16, maxP99Ms: 100 },
]
/**
 * From its parts: an echo takes some 60 us. A preview reads the database four times one after the other (settings, domain, own hosts, prices,
 * some 80 us each), and for each recipient parses a number and renders and counts two texts (some 40 us together): 800 us with the echo's own.
 * Two thirds of that share have to be there.
 */
const BAR = 0.05
const SAMPLES = 10

const body = JSON.stringify({
  text: 'Hi {first_name|there}, your order {order} is on its way. Follow it at https://shop.example.com/orders?utm_source=sms and tell us how it was: https://shop.example.com/review',
  to: Array.from({ length: SAMPLES }, (_, at) => ({
    phone: `+49151123456${10 + at}`,
    values: { first_name: `Anna-${'x'.repeat(at)}`, order: String(4_711 + at) },
  })),
})

/** What one call costs this thread, part by part, in microseconds. */
async function timeParts({ db }: Database, accountId: bigint): Promise<Record<string, number>> {
  const request = previewRequest.parse(JSON.parse(body))
  const answer = await previewMessage(db, { accountId, request, allowPrivate: false })
  return {
    'reading the request': await timed(() => previewRequest.parse(JSON.parse(body))),
    'measuring, database included': await timed(() => previewMessage(db, { accountId, request, allowPrivate: false })),
    'writing the answer': await timed(() => JSON.stringify(previewResponse.parse(answer))),
  }
}

async function timed(work: () => unknown): Promise<number> {
  const rounds = 300
  for (let round = 0; round < rounds; round++) await work()
  const startedAt = performance.now()
  for (let round = 0; round < rounds; round++) await work()
  return ((performance.now() - startedAt) * 1_000) / rounds
}

await inFolder(async (dir) => {
  const database = await openDatabase(dir)
  await database.db`insert into accounts (name) values ('bench')`
  const key = await unlimitedKey(database, 1n)
  const app = await openWeb(database, dir)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const port = Number(new URL(app.listeningOrigin).port)
  const echo = await startEcho()
  const bodyFile = join(dir, 'body')
  writeFileSync(bodyFile, body)
  for (const { connections, maxP99Ms } of rounds) {
    const asked = { path: '/v1/messages/preview', key, connections, seconds: SECONDS, bodyFile }
    const bare = await post({ ...asked, port: echo.port })
    const ours = await post({ ...asked, port })
    const ratio = ours.perSecond / bare.perSecond
    say(
      `${connections} connection${connections === 1 ? '' : 's'}, ${SAMPLES} recipients, ${count(ours.others)} refused ${judge(ours.others === 0)}`,
    )
    say(
      `  calls      ${count(ours.perSecond)}/s, echo ${count(bare.perSecond)}/s: ratio ${ratio.toFixed(2)}, bar ${BAR} ${judge(ratio >= BAR)}`,
    )
    say(
      `  latency    p50 ${ours.p50.toFixed(1)} ms, p99 ${ours.p99.toFixed(1)} ms, at most ${maxP99Ms} ms ${judge(ours.p99 <= maxP99Ms)}; echo p50 ${bare.p50.toFixed(1)} ms, p99 ${bare.p99.toFixed(1)} ms`,
    )
  }
  const parts = await timeParts(database, 1n)
  say(`a call by itself: ${shares(parts)} (${Object.values(parts).map(Math.round).join(', ')} us)`)
  echo.stop()
  await app.close()
  await database.close()
})
