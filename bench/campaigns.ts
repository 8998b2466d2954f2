/**
 * What the screens of campaigns ask of the server, with a million messages of one campaign: the list, the campaign, its report, its recipients by
 * each filter, and the group of those who did not click. Arguments: calls of each, of which the median counts, 5 unless told; messages.
 */
import { inFolder, openDatabase, type Database } from './node/database.ts'
import { insertContacts } from './node/massSend.ts'
import { insertSentCampaign } from './node/sentCampaign.ts'
import { argument, count, judge, quantile, say } from './node/say.ts'
import { openWeb, unlimitedKey } from './node/webServer.ts'

const CALLS = argument(0, 5)
const MESSAGES = argument(1, 1_000_000)
const MAX_MS = 100
/** A request that fills a group looks through 40,000 recipients, and is a few seconds of work; the screen shows how far it is. */
const MAX_FILL_MS = 5_000

type Call = { name: string; url: string }

const filters = [
  '',
  ...['clicked', 'not_clicked', 'viewed', 'converted', 'failed'].map((did) => `did=${did}`),
  ...['delivered', 'unknown', 'queued'].map((state) => `state=${state}`),
  ...['country=DE', 'country=ZZ', 'device=iphone', 'did=clicked&device=desktop'],
]

function calls(id: bigint, linkId: bigint): Call[] {
  return [
    { name: 'list', url: '/v1/campaigns' },
    { name: 'list, searched', url: '/v1/campaigns?search=ale' },
    { name: 'campaign', url: `/v1/campaigns/${id}` },
    { name: 'report', url: `/v1/campaigns/${id}/report` },
    { name: 'report of a link', url: `/v1/campaigns/${id}/report?link_id=${linkId}` },
    { name: 'report of a country', url: `/v1/campaigns/${id}/report?country=DE` },
    ...[...filters, ...['', 'did=not_clicked&', 'did=viewed&'].map((did) => `${did}link_id=${linkId}`)].map((query) => ({
      name: `recipients ${query === '' ? 'of all' : query}`,
      url: `/v1/campaigns/${id}/recipients${query === '' ? '' : `?${query}`}`,
    })),
  ]
}

await inFolder(async (dir) => {
  say(`Making ${count(MESSAGES)} messages of a campaign ...`)
  const database: Database = await openDatabase(dir)
  const accountId = await insertContacts(database, { contacts: MESSAGES })
  const id = await insertSentCampaign(database, { accountId, messages: MESSAGES })
  const app = await openWeb(database, dir)
  const headers = { authorization: `Bearer ${await unlimitedKey(database, accountId)}` }
  const ask = async (url: string) => {
    const startedAt = performance.now()
    const { statusCode, body } = await app.inject({ method: 'GET', url, headers })
    const ms = performance.now() - startedAt
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${body}`)
    return { ms, rows: (JSON.parse(body) as { recipients?: unknown[] }).recipients?.length }
  }
  let late = 0
  const [link] = await database.db<{ id: bigint }[]>`select id from links order by id desc limit 1`
  for (const { name, url } of calls(id, link?.id ?? 0n)) {
    const times: number[] = []
    let rows: number | undefined
    for (let call = 0; call < CALLS; call++) {
      const asked = await ask(url)
      times.push(asked.ms)
      rows = asked.rows
    }
    const ms = quantile(times, 0.5)
    if (ms > MAX_MS) late++
    const slowest = `slowest ${Math.max(...times).toFixed(0)} ms`
    say(
      `  ${name.padEnd(36)} ${ms.toFixed(1).padStart(8)} ms, ${slowest}${rows === undefined ? '' : `, ${rows} rows`} ${judge(ms <= MAX_MS)}`,
    )
  }
  say(`above ${MAX_MS} ms: ${late} ${judge(late === 0)}`)
  const startedAt = performance.now()
  const filled = await app.inject({
    ...{ method: 'POST', url: `/v1/campaigns/${id}/group`, headers },
    payload: { name: 'Did not click', recipients: { did: 'not_clicked' } },
  })
  const ms = performance.now() - startedAt
  if (filled.statusCode !== 200) throw new Error(`The group answered ${filled.statusCode}: ${filled.body}`)
  say(
    `one request for the group of who did not click: ${ms.toFixed(0)} ms, at most ${MAX_FILL_MS} ms ${judge(ms <= MAX_FILL_MS)}; ${filled.body}`,
  )
  await app.close()
  await database.close()
})
