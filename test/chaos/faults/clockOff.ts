import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Db } from '../../../src/platform/db.ts'
import { conclude, startLoad, type Strength } from '../load.ts'
import { TaplineNode } from '../node.ts'
import type { Outcome } from '../report.ts'
import { OwnServer } from '../servers.ts'
import type { Stage } from '../stage.ts'
import { pause } from '../waiting.ts'

const LINK_URL = 'http://links.test'
/** Shorter than the clocks are off: a node that took its own clock for the truth would let these messages expire. */
const VALIDITY_MINUTES = 30
const HOUR_MS = 3_600_000

/** The library that tells a process another time; undefined where the Debian package `libfaketime` is missing. */
export function findFakeTime(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : []
  return folders.map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1')).find((file) => existsSync(file))
}

/** Two nodes on one database: the clock of one is two hours fast, of the other two hours slow. Nothing is sent twice, early or not at all. */
export async function clockOff(stage: Stage, strength: Strength & { runMs: number; library: string }): Promise<Outcome> {
  const startedAt = performance.now()
  const own = await OwnServer.start(stage)
  const env = { ...own.env, SECRET_KEY: randomBytes(32).toString('hex'), LINK_URL, LD_PRELOAD: strength.library }
  const fast = await TaplineNode.create(stage, { env: { ...env, FAKETIME: '+2h', FAKETIME_DONT_FAKE_MONOTONIC: '1' } })
  const slow = await TaplineNode.create(stage, { env: { ...env, FAKETIME: '-2h', FAKETIME_DONT_FAKE_MONOTONIC: '1' } })
  await Promise.all([fast.start(), slow.start()])
  const load = await startLoad({ ...strength, nodes: [fast, slow], more: { validity_minutes: VALIDITY_MINUTES } })
  const later = await Promise.all([fast, slow].map(scheduleLater))
  await pause(strength.runMs)
  await load.stop()
  const outcome = await conclude(load, { fault: 'clocks two hours off', server: own.server, hurry: strength.hurry, startedAt, nodes: 2 })
  const notes = [...later.flat(), ...(await problemsOf(own))]
  await Promise.all([fast.stop(), slow.stop()])
  return { ...outcome, notes }
}

/** Scheduled for an hour from now, which the fast node takes for an hour ago. */
async function scheduleLater(node: TaplineNode, at: number): Promise<string[]> {
  const send_at = new Date(Date.now() + HOUR_MS).toISOString()
  const body = { to: `+4915312345${String(100 + at)}`, from: 'Acme', text: 'See shop.example', send_at, label: 'later' }
  const { status, body: answer } = await node.post('/v1/messages', { key: `later-${at}`, body })
  return status === 202 ? [] : [`a message for an hour from now was refused: ${status} ${JSON.stringify(answer)}`]
}

async function problemsOf(own: OwnServer): Promise<string[]> {
  const db = connect({ server: own.server, max: 2, applicationName: 'judge' })
  try {
    const early = await countEarly(db)
    const odd = await countOddTimes(db)
    return [
      ...(early === 0 ? [] : [`${early} messages for later were sent early`]),
      ...(odd === 0 ? [] : [`${odd} messages have a time that is hours off`]),
    ]
  } finally {
    await db.end()
  }
}

async function countEarly(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from messages where label = 'later' and (state <> 'queued' or send_at < now() + interval '30 min')`
  return row?.count ?? 0
}

async function countOddTimes(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from messages
    where label = 'chaos' and (send_at not between created_at - interval '10 min' and created_at + interval '10 min'
      or submitted_at not between created_at - interval '10 min' and created_at + interval '10 min')`
  return row?.count ?? 0
}
