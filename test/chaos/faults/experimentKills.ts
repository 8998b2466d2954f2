import { Agent } from 'node:http'
import { connect } from '../../../src/platform/db.ts'
import { CarrierLedger } from '../carrierLedger.ts'
import { TaplineNode } from '../node.ts'
import { embeddedServerOf } from '../servers.ts'
import { seededRandom, type Stage } from '../stage.ts'
import { ask, IPHONE } from '../tapLoad.ts'
import { eventually, pause } from '../waiting.ts'
import {
  addContacts,
  killPostgres,
  posted,
  restartNode,
  stateOf,
  useCarrier,
  type CampaignOutcome,
  type CampaignStrength,
} from './campaignKills.ts'

/** Which part of the recipients of each variant taps; the last one is the best by far. */
const RATES = { A: 0.02, B: 0.03, C: 0.05, D: 0.15 } as const
type Letter = keyof typeof RATES
const isLetter = (word: string | undefined): word is Letter => word !== undefined && Object.hasOwn(RATES, word)

/** Messages are watched for so long: taps come at once here. */
const WATCH_SECONDS = 3
const END_MS = 900_000
const TRIES = 50

/**
 * `kill -9` of the node and of PostgreSQL by turns while four variants compete batch by batch and simulated recipients tap. Every batch has one
 * decision, each comes out the same when it is made again, nobody is sent to twice, and the figures are what the hits say.
 */
export async function killExperiment(stage: Stage, strength: CampaignStrength & { batches: number }): Promise<CampaignOutcome> {
  const { recipients, kills, maxPauseMs, rate, batches } = strength
  const random = seededRandom(stage.seed)
  const taps = new Taps(stage)
  const ledger = await CarrierLedger.start(stage, { delayMs: 20, onText: (text) => taps.read(text) })
  const node = await TaplineNode.create(stage, { env: { TAPLINE_PRIVATE_ORIGINS: ledger.origin } })
  taps.port = node.linkPort
  await node.start()
  await useCarrier(stage, node, { ledger, rate })
  await addContacts(node, recipients)
  const id = await begin(node, Math.ceil(recipients / batches))
  const db = connect({ server: embeddedServerOf(node), max: 2, applicationName: 'judge' })
  try {
    await eventually('the experiment is watched', async () => watchBriefly(db, id), END_MS)
    for (let done = 0; done < kills; done++) {
      await pause(random() * maxPauseMs)
      if (random() < 0.5) await restartNode(node)
      else await killPostgres(node)
      if ((done + 1) % 10 === 0) stage.say(`kill -9 in an experiment: ${done + 1} of ${kills}`)
    }
    await eventually('the campaign is done', async () => ((await stateOf(db, id)) === 'done' ? true : undefined), END_MS)
    await taps.settled()
    return await judge(db, { id, node, ledger, taps, recipients, kills })
  } finally {
    await db.end()
    await node.stop()
  }
}

type Db = ReturnType<typeof connect>

async function begin(node: TaplineNode, batchSize: number): Promise<string> {
  const made = await posted(node, '/v1/campaigns', {
    name: 'Chaos',
    from: 'Acme',
    variants: Object.keys(RATES).map((letter) => ({ name: letter, text: `${letter} https://shop.example.com/sale` })),
    audience: { include: [{ kind: 'all' }] },
    settings: { pause_at_failures: { rate: 1 } },
    // Without a winner, so that there is a decision for each batch.
    experiment: { way: 'continuous', goal: { kind: 'clickers' }, batch_size: batchSize, wait_minutes: 1, min_per_variant: 1_000_000 },
  })
  const id = String(Reflect.get(Object(made), 'id'))
  await posted(node, `/v1/campaigns/${id}/start`, {})
  return id
}

async function watchBriefly(db: Db, id: string): Promise<true | undefined> {
  const rows = await db`update experiments set watch_seconds = ${WATCH_SECONDS} where campaign_id = ${id} returning 1`
  return rows.length === 1 ? true : undefined
}

/** Simulated recipients: each taps at once, or never, by the variant that it got. */
class Taps {
  port = 0
  readonly tapped = new Map<string, number>()
  readonly #random: () => number
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 100 })
  #open = 0

  constructor(stage: Stage) {
    this.#random = seededRandom(stage.seed + 1)
    stage.onEnd(() => this.#agent.destroy())
  }

  read(text: string): void {
    const [letter, link] = text.split(' ')
    if (!isLetter(letter) || link === undefined || this.#random() >= RATES[letter]) return
    this.tapped.set(letter, (this.tapped.get(letter) ?? 0) + 1)
    this.#open++
    void this.#tap(new URL(link)).finally(() => this.#open--)
  }

  async settled(): Promise<void> {
    await eventually('all taps are answered', async () => (this.#open === 0 ? true : undefined), END_MS)
  }

  /** A node that was killed does not answer: people tap again. */
  async #tap({ host, pathname }: URL): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const asked = { linkPort: this.port, linkHost: host, path: pathname, userAgent: IPHONE }
      if ((await ask(this.#agent, asked)) === 302) return
      await pause(200)
    }
  }
}

type Case = { id: string; node: TaplineNode; ledger: CarrierLedger; taps: Taps; recipients: number; kills: number }

async function judge(db: Db, { id, node, ledger, taps, recipients, kills }: Case): Promise<CampaignOutcome> {
  const messages = await db<{ name: string; n: number }[]>`
    select name, count(*)::int as n from messages join campaign_variants on campaign_variants.id = variant_id
    where messages.campaign_id = ${id} group by name order by name`
  const numbers = (await db<{ number: number }[]>`select number from experiment_decisions where campaign_id = ${id} order by number`).map(
    ({ number }) => number,
  )
  const regimes = (await db`select distinct decision from experiment_draws where campaign_id = ${id}`).length
  const all = messages.reduce((sum, { n }) => sum + n, 0)
  const best = messages.toSorted((a, b) => b.n - a.n)[0]?.name
  const [replayed, verified] = [await said(node, 'experiment', 'replay'), await said(node, 'verify')]
  const wrong = [
    ...(ledger.twice > 0 ? [`${ledger.twice} numbers were submitted twice`] : []),
    ...(all !== recipients ? [`${all} messages of ${recipients} contacts`] : []),
    ...(numbers.every((number, at) => number === at + 1) ? [] : [`decisions have the numbers ${numbers.join(', ')}`]),
    ...(regimes !== numbers.length + 1 ? [`${numbers.length} decisions, and messages of ${regimes} kinds of shares`] : []),
    ...(best === 'D' ? [] : [`${best} got the most, and D is the best`]),
    ...[replayed, verified].flatMap(({ isWrong, text }) => (isWrong ? [text] : [])),
  ]
  const shares = messages.map(({ name, n }) => `${name} ${n} (${taps.tapped.get(name) ?? 0} tapped)`).join(', ')
  return { summary: `experiment of ${recipients}: ${kills} kills, ${numbers.length} decisions; ${shares}; ${replayed.text}`, wrong }
}

const said = (node: TaplineNode, ...words: string[]): Promise<{ isWrong: boolean; text: string }> =>
  node.command(...words).then(
    (text) => ({ isWrong: false, text: text.trim() }),
    (error: unknown) => ({ isWrong: true, text: `${words.join(' ')}: ${String(error)}` }),
  )
