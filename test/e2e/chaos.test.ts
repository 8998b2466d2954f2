/** The short forms of the long faults: `npm run chaos` plays the same with large numbers. */
import { expect, onTestFinished, test } from 'vitest'
import { killCampaign } from '../chaos/faults/campaignKills.ts'
import { clockOff, findFakeTime } from '../chaos/faults/clockOff.ts'
import { databaseAway } from '../chaos/faults/databaseAway.ts'
import { canMount, diskFull } from '../chaos/faults/diskFull.ts'
import { killExperiment } from '../chaos/faults/experimentKills.ts'
import { killNode, killPostgres } from '../chaos/faults/kills.ts'
import { nodeGone } from '../chaos/faults/nodeGone.ts'
import { complaints, type Outcome } from '../chaos/report.ts'
import type { Stage } from '../chaos/stage.ts'

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const stage: Stage = {
  seed,
  onEnd: (work) => onTestFinished(async () => void (await work())),
  say: () => undefined,
}
const short = { tapsPerSecond: 1_000, messagesPerSecond: 250, codes: 500, hurry: true }
const library = findFakeTime()

function expectAsPromised(outcome: Outcome): void {
  expect(complaints(outcome), `seed ${seed}: CHAOS_SEED=${seed} plays it again`).toEqual([])
}

test('kill -9 of the node under taps and messages loses and doubles neither', async () => {
  expectAsPromised(await killNode(stage, { ...short, kills: 2, maxPauseMs: 1_000 }))
})

test('kill -9 of PostgreSQL under taps and messages loses and doubles neither', async () => {
  expectAsPromised(await killPostgres(stage, { ...short, kills: 2, maxPauseMs: 1_000 }))
})

test('kill -9 of node and PostgreSQL while a campaign is expanded and sent: nobody gets it twice, nobody is lost, and it ends', async () => {
  const { wrong } = await killCampaign(stage, { recipients: 6_000, kills: 3, maxPauseMs: 1_500, rate: 2_000 })
  expect(wrong, `seed ${seed}: CHAOS_SEED=${seed} plays it again`).toEqual([])
})

test('kill -9 of node and PostgreSQL while variants compete forgets and doubles no decision, and the figures are what the hits say', async () => {
  const strength = { recipients: 2_000, batches: 3, kills: 2, maxPauseMs: 3_000, rate: 1_000 }
  const { wrong } = await killExperiment(stage, strength)
  expect(wrong, `seed ${seed}: CHAOS_SEED=${seed} plays it again`).toEqual([])
}, 300_000)

test('a database that is away stops no known redirect, and loses and doubles nothing', async () => {
  expectAsPromised(await databaseAway(stage, { ...short, awayMs: 3_000 }))
})

test('the journal of a node that is gone is brought in by another, once', async () => {
  expectAsPromised(await nodeGone(stage, { ...short, togetherMs: 1_000 }))
})

test.skipIf(library === undefined)('clocks that are two hours off send nothing twice, early or not at all', async () => {
  expectAsPromised(await clockOff(stage, { ...short, runMs: 2_000, library: library ?? '' }))
})

test.skipIf(!canMount())('a full disk loses no hit while the database is there, also when that is killed', async () => {
  expectAsPromised(await diskFull(stage, { ...short, room: '1m', kills: 2, fullMs: 500, awayMs: 3_000 }))
})
