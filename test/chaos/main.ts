/** The long faults: `npm run chaos [name ...]`. See `scripts/chaos.mjs`. */
import { parseArgs } from 'node:util'
import { killCampaign, type CampaignOutcome } from './faults/campaignKills.ts'
import { clockOff, findFakeTime } from './faults/clockOff.ts'
import { databaseAway } from './faults/databaseAway.ts'
import { canMount, diskFull } from './faults/diskFull.ts'
import { killExperiment } from './faults/experimentKills.ts'
import { killNode, killPostgres } from './faults/kills.ts'
import { nodeGone } from './faults/nodeGone.ts'
import { complaints, formatOutcomes, type Outcome } from './report.ts'
import type { Stage } from './stage.ts'

const number = (fallback: number) => ({ type: 'string', default: String(fallback) }) as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: number(100),
    'max-pause': number(6),
    away: number(600),
    seconds: number(60),
    taps: number(2_000),
    messages: number(500),
    recipients: number(100_000),
    seed: number(Date.now() % 1_000_000),
  },
})

const strength = { tapsPerSecond: Number(values.taps), messagesPerSecond: Number(values.messages), codes: 20_000, hurry: false }
const seconds = (given: string) => Number(given) * 1_000

type Skipped = string
const faults: Record<string, (stage: Stage) => Promise<Outcome | CampaignOutcome | Skipped>> = {
  campaign: (stage) =>
    killCampaign(stage, {
      recipients: Number(values.recipients),
      kills: Number(values.kills),
      maxPauseMs: seconds(values['max-pause']),
      rate: Number(values.messages),
    }),
  experiment: (stage) =>
    killExperiment(stage, {
      recipients: Number(values.recipients),
      batches: 10,
      kills: Math.ceil(Number(values.kills) / 4),
      maxPauseMs: seconds(values['max-pause']),
      rate: Number(values.messages),
    }),
  node: (stage) => killNode(stage, { ...strength, kills: Number(values.kills), maxPauseMs: seconds(values['max-pause']) }),
  postgres: (stage) => killPostgres(stage, { ...strength, kills: Number(values.kills), maxPauseMs: seconds(values['max-pause']) }),
  away: (stage) => databaseAway(stage, { ...strength, awayMs: seconds(values.away) }),
  disk: async (stage) => {
    if (!canMount()) return 'it takes root, and a machine that allows to mount a tmpfs'
    const full = { room: '12m', fullMs: seconds(values.seconds), kills: Math.ceil(Number(values.kills) / 10) } as const
    return diskFull(stage, { ...strength, ...full, awayMs: seconds(values.seconds) })
  },
  clock: async (stage) => {
    const library = findFakeTime()
    return library === undefined
      ? 'it takes the Debian package libfaketime'
      : clockOff(stage, { ...strength, runMs: seconds(values.seconds), library })
  },
  gone: (stage) => nodeGone(stage, { ...strength, togetherMs: seconds(values.seconds) }),
}

const unknown = positionals.filter((name) => !(name in faults))
if (unknown.length > 0) throw new Error(`There is no fault "${unknown.join('", "')}"; there are ${Object.keys(faults).join(', ')}.`)

const say = (line: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)
const outcomes: Outcome[] = []
const campaigns: CampaignOutcome[] = []
say(`seed ${values.seed}`)
for (const name of positionals.length > 0 ? positionals : Object.keys(faults)) {
  const outcome = await play(name)
  if (typeof outcome === 'string') say(`${name} was left out: ${outcome}`)
  else if ('summary' in outcome) campaigns.push(outcome)
  else outcomes.push(outcome)
}
for (const { summary, wrong } of campaigns) process.stdout.write(`${[summary, ...wrong].join('\n  ')}\n`)
if (outcomes.length > 0) process.stdout.write(`${formatOutcomes(outcomes)}\n`)
process.exitCode = outcomes.some((outcome) => complaints(outcome).length > 0) || campaigns.some(({ wrong }) => wrong.length > 0) ? 1 : 0

/** What a fault has started is ended before the next begins. */
async function play(name: string): Promise<Outcome | CampaignOutcome | Skipped> {
  const ends: (() => unknown)[] = []
  say(name)
  try {
    const outcome = await faults[name]?.({ seed: Number(values.seed), onEnd: (work) => void ends.push(work), say })
    if (outcome === undefined) throw new Error(`There is no fault "${name}".`)
    if (typeof outcome !== 'string') say('summary' in outcome ? outcome.summary : formatOutcomes([outcome]))
    return outcome
  } finally {
    for (const end of ends.toReversed()) await end()
  }
}
