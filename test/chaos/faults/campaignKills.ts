import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CarrierLedger } from '../carrierLedger.ts'
import { TaplineNode } from '../node.ts'
import { embeddedServerOf, postmasterOf } from '../servers.ts'
import { newFolder, seededRandom, type Stage } from '../stage.ts'
import { eventually, pause } from '../waiting.ts'
import { connect } from '../../../src/platform/db.ts'

export type CampaignStrength = { recipients: number; kills: number; maxPauseMs: number; rate: number }

/** What a campaign came to under kills; `wrong` holds a sentence for each promise that was broken. */
export type CampaignOutcome = { summary: string; wrong: string[] }

/** Messages that one process holds of one carrier: what a crash can leave in doubt. */
const IN_DOUBT_PER_KILL = 1_000
const END_MS = 300_000
const BACK_MS = 60_000

/**
 * `kill -9` of the node and of PostgreSQL by turns while a campaign is expanded and sent. Nobody gets it twice, everybody of the audience
 * is accounted for, and it ends by itself.
 */
export async function killCampaign(stage: Stage, { recipients, kills, maxPauseMs, rate }: CampaignStrength): Promise<CampaignOutcome> {
  const random = seededRandom(stage.seed)
  const ledger = await CarrierLedger.start(stage, { delayMs: 20 })
  const node = await TaplineNode.create(stage, { env: { TAPLINE_PRIVATE_ORIGINS: ledger.origin } })
  await node.start()
  await useCarrier(stage, node, { ledger, rate })
  await addContacts(node, recipients)
  const id = await begin(node)
  for (let done = 0; done < kills; done++) {
    await pause(random() * maxPauseMs)
    if (random() < 0.5) await restartNode(node)
    else await killPostgres(node)
    if ((done + 1) % 10 === 0) stage.say(`kill -9 in a campaign: ${done + 1} of ${kills}`)
  }
  const db = connect({ server: embeddedServerOf(node), max: 2, applicationName: 'judge' })
  try {
    await eventually('the campaign is done', async () => ((await stateOf(db, id)) === 'done' ? true : undefined), END_MS)
    return await judge(db, { id, recipients, kills, ledger })
  } finally {
    await db.end()
    await node.stop()
  }
}

type Db = ReturnType<typeof connect>

export async function restartNode(node: TaplineNode): Promise<void> {
  await node.kill()
  await node.start()
}

export async function killPostgres(node: TaplineNode): Promise<void> {
  const pid = await eventually('PostgreSQL runs', async () => postmasterOf(node), BACK_MS)
  process.kill(pid, 'SIGKILL')
  await eventually(
    'PostgreSQL runs again',
    async () => {
      const now = postmasterOf(node)
      return now !== undefined && now !== pid ? true : undefined
    },
    BACK_MS,
  )
}

export async function useCarrier(
  stage: Stage,
  node: TaplineNode,
  { ledger, rate }: { ledger: CarrierLedger; rate: number },
): Promise<void> {
  const file = join(newFolder(stage), 'carrier.json')
  writeFileSync(file, JSON.stringify(ledger.description))
  await node.command('carrier', 'add', 'Ledger', '--kind', 'generic', '--settings', file, '--rate', String(rate))
  await node.command('route', 'add', '--carrier', 'Ledger')
}

export async function addContacts(node: TaplineNode, recipients: number): Promise<void> {
  for (let from = 0; from < recipients; from += 1_000) {
    const contacts = Array.from({ length: Math.min(1_000, recipients - from) }, (_, at) => ({
      phone: `+49151${String(10_000_000 + from + at)}`,
      fields: { name: `N${from + at}` },
    }))
    await posted(node, '/v1/contacts/batch', { contacts })
  }
}

async function begin(node: TaplineNode): Promise<string> {
  const made = await posted(node, '/v1/campaigns', {
    name: 'Chaos',
    from: 'Acme',
    text: 'Hi {name}: https://shop.example.com/sale',
    audience: { include: [{ kind: 'all' }] },
    settings: { pause_at_failures: { rate: 1 } },
  })
  const id = String(Reflect.get(Object(made), 'id'))
  await posted(node, `/v1/campaigns/${id}/start`, {})
  return id
}

export async function posted(node: TaplineNode, path: string, body: unknown): Promise<unknown> {
  const answer = await node.post(path, { body, key: `${path}-${JSON.stringify(body).length}-${Math.random()}` })
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${path} was answered by ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

export async function stateOf(db: Db, id: string): Promise<string | undefined> {
  const [row] = await db<{ state: string }[]>`select state from campaigns where id = ${id}`
  return row?.state
}

type Case = { id: string; recipients: number; kills: number; ledger: CarrierLedger }

async function judge(db: Db, { id, recipients, kills, ledger }: Case): Promise<CampaignOutcome> {
  const rows = await db<{ state: string; messages: number; phones: number }[]>`
    select state, count(*)::int as messages, count(distinct phone)::int as phones from messages where campaign_id = ${id} group by state`
  const counts = await db<{ state: string; messages: number }[]>`
    select state, sum(messages)::int as messages from campaign_counts where campaign_id = ${id} group by state having sum(messages) <> 0`
  const [planned] = await db<{ planned: number }[]>`select planned::int as planned from campaigns where id = ${id}`
  const of = (state: string) => rows.find((row) => row.state === state)?.messages ?? 0
  const all = rows.reduce((sum, { messages }) => sum + messages, 0)
  const [accepted, unknown] = [of('accepted'), of('unknown')]
  const counted = new Map(counts.map(({ state, messages }) => [state, messages]))
  const wrong = [
    ...(ledger.twice > 0 ? [`${ledger.twice} numbers were submitted twice`] : []),
    ...(all !== recipients || planned?.planned !== recipients
      ? [`${all} messages and ${planned?.planned} planned of ${recipients} contacts`]
      : []),
    ...(accepted + unknown !== all ? [`${all - accepted - unknown} messages are neither accepted nor unknown`] : []),
    ...(accepted > ledger.submits.size ? [`${accepted} are accepted, and the carrier got ${ledger.submits.size}`] : []),
    ...(unknown > kills * IN_DOUBT_PER_KILL ? [`${unknown} are unknown after ${kills} kills`] : []),
    ...rows.flatMap(({ state, messages }) =>
      counted.get(state) === messages ? [] : [`${messages} messages are ${state}, and ${counted.get(state) ?? 0} are counted`],
    ),
  ]
  const summary = `campaign of ${recipients}: ${kills} kills, ${accepted} accepted, ${unknown} unknown, ${ledger.submits.size} numbers submitted, ${ledger.twice} twice`
  return { summary, wrong }
}
