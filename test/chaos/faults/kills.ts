import { conclude, startLoad, type Strength } from '../load.ts'
import { TaplineNode } from '../node.ts'
import type { Outcome } from '../report.ts'
import { embeddedServerOf, postmasterOf } from '../servers.ts'
import { seededRandom, type Stage } from '../stage.ts'
import { eventually, pause } from '../waiting.ts'

/** Between two kills passes a random time up to this. */
export type KillsStrength = Strength & { kills: number; maxPauseMs: number }

/** One kill in so many meets a node that is still starting. */
const DURING_START_SHARE = 0.2
const START_MS = 1_000
const BACK_MS = 60_000

/** `kill -9` of the whole node at random moments, also while it starts; it is started again at once. */
export async function killNode(stage: Stage, strength: KillsStrength): Promise<Outcome> {
  const random = seededRandom(stage.seed)
  return withLoad(stage, 'kill -9 of the node', strength, async (node) => {
    const duringStart = random() < DURING_START_SHARE
    await pause(random() * strength.maxPauseMs)
    await node.kill()
    if (duringStart) {
      const start = node.start()
      start.catch(() => undefined)
      await pause(random() * START_MS)
      await node.kill()
    }
    await node.start()
    return duringStart ? 2 : 1
  })
}

/** `kill -9` of PostgreSQL at random moments; the node starts it again. */
export async function killPostgres(stage: Stage, strength: KillsStrength): Promise<Outcome> {
  const random = seededRandom(stage.seed)
  return withLoad(stage, 'kill -9 of PostgreSQL', strength, async (node) => {
    await pause(random() * strength.maxPauseMs)
    const pid = await eventually('PostgreSQL runs', async () => postmasterOf(node), BACK_MS)
    process.kill(pid, 'SIGKILL')
    await eventually('PostgreSQL runs again', async () => (isAnother(postmasterOf(node), pid) ? true : undefined), BACK_MS)
    return 1
  })
}

const isAnother = (pid: number | undefined, than: number) => pid !== undefined && pid !== than

async function withLoad(
  stage: Stage,
  fault: string,
  strength: KillsStrength,
  kill: (node: TaplineNode) => Promise<number>,
): Promise<Outcome> {
  const startedAt = performance.now()
  const node = await TaplineNode.create(stage)
  await node.start()
  const load = await startLoad({ ...strength, nodes: [node] })
  let kills = 0
  while (kills < strength.kills) {
    kills += await kill(node)
    if (kills % 10 === 0) stage.say(`${fault}: ${kills} of ${strength.kills}`)
  }
  await pause(strength.maxPauseMs)
  await load.stop()
  const outcome = await conclude(load, { fault, server: embeddedServerOf(node), hurry: strength.hurry, startedAt, kills })
  await node.stop()
  return outcome
}
