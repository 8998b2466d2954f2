import { conclude, startLoad, type Strength } from '../load.ts'
import { TaplineNode } from '../node.ts'
import type { Outcome } from '../report.ts'
import { OwnServer } from '../servers.ts'
import type { Stage } from '../stage.ts'
import { pause } from '../waiting.ts'

const TELL_MS = 60_000

/** The database is stopped for long: links that the node knows redirect on, and their hits wait in the journal. */
export async function databaseAway(stage: Stage, strength: Strength & { awayMs: number }): Promise<Outcome> {
  const fault = 'the database is away'
  const startedAt = performance.now()
  const own = await OwnServer.start(stage)
  const node = await TaplineNode.create(stage, { env: own.env })
  await node.start()
  const load = await startLoad({ ...strength, nodes: [node] })
  await pause(1_000)
  await own.stop()
  for (let left = strength.awayMs; left > 0; left -= TELL_MS) {
    stage.say(`${fault} for another ${Math.round(left / 1_000)} s`)
    await pause(Math.min(left, TELL_MS))
  }
  await own.startAgain()
  await pause(1_000)
  await load.stop()
  const refused = load.taps.count('refused')
  const notes = refused === 0 ? [] : [`${refused} taps of links that the node knew were refused`]
  const outcome = await conclude(load, { fault, server: own.server, hurry: strength.hurry, startedAt, notes })
  await node.stop()
  return outcome
}
