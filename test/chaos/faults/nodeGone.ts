import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { conclude, startLoad, type Strength } from '../load.ts'
import { TaplineNode } from '../node.ts'
import type { Outcome } from '../report.ts'
import { OwnServer } from '../servers.ts'
import type { Stage } from '../stage.ts'
import { pause } from '../waiting.ts'

/** Both nodes write the same host into their links, as behind one proxy. */
const LINK_URL = 'http://links.test'

/** Two nodes share a database; one is killed for good, and `tapline drain` of the other machine brings in its journal, twice. */
export async function nodeGone(stage: Stage, strength: Strength & { togetherMs: number }): Promise<Outcome> {
  const startedAt = performance.now()
  const own = await OwnServer.start(stage)
  const env = { ...own.env, SECRET_KEY: randomBytes(32).toString('hex'), LINK_URL }
  const [stays, goes] = [await TaplineNode.create(stage, { env }), await TaplineNode.create(stage, { env })]
  await Promise.all([stays.start(), goes.start()])
  const load = await startLoad({ ...strength, nodes: [stays, goes] })
  await pause(strength.togetherMs)
  // With the database away the journal of the node that goes holds whatever it answered since.
  await own.stop()
  await pause(1_000)
  await goes.kill()
  await own.startAgain()
  await pause(1_000)
  await load.stop()
  const folder = join(goes.dataDir, 'journal')
  const [first, second] = [await stays.command('drain', folder, '--json'), await stays.command('drain', folder, '--json')]
  stage.say(`tapline drain: ${first.trim()}, again: ${second.trim()}`)
  const notes = [
    ...(broughtIn(first) > 0 ? [] : ['the journal of the node that went held nothing']),
    ...(broughtIn(second) === 0 ? [] : ['a second drain brought in hits again']),
  ]
  const outcome = await conclude(load, {
    fault: 'a node goes for good',
    server: own.server,
    hurry: strength.hurry,
    startedAt,
    kills: 1,
    notes,
  })
  await stays.stop()
  return outcome
}

function broughtIn(printed: string): number {
  const report: unknown = JSON.parse(printed)
  const hits: unknown = typeof report === 'object' && report !== null ? Reflect.get(report, 'hits') : undefined
  if (typeof hits !== 'number') throw new Error(`tapline drain printed ${printed}`)
  return hits
}
