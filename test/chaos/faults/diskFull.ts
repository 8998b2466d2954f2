import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conclude, startLoad, type Strength } from '../load.ts'
import { TaplineNode } from '../node.ts'
import type { Outcome } from '../report.ts'
import { OwnServer } from '../servers.ts'
import { newFolder, type Stage } from '../stage.ts'
import { eventually, pause } from '../waiting.ts'

/** Makes a record about 0.5 kB long: a segment of 8 MB is then full after some 16,000 hits. */
const PADDING = ` ${'x'.repeat(300)}`
const LARGE = '256m'
const WAIT_MS = 120_000
/** A kill finds the way around the journal at work for about so long. */
const BETWEEN_KILLS_MS = 700

/**
 * `room`: size of the journal's disk; below 8m it refuses from the first hit on, below 16m once the first segment is full. `awayMs`: how
 * long the database is away while the disk refuses, so that the queue between them fills, at last so far that hits are lost and counted.
 */
export type DiskStrength = Strength & { room: '1m' | '12m'; fullMs: number; kills: number; awayMs: number }

/** Whether this process may mount, which takes root and a machine that allows it. */
export function canMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-mount-'))
  try {
    mount(dir, '1m')
    execFileSync('umount', [dir], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/**
 * The disk of the journal is full. With the database there nothing is lost, though PostgreSQL is killed meanwhile; with the database away
 * too, exactly what the node counts as lost is lost. With room again the journal is used again.
 */
export async function diskFull(stage: Stage, strength: DiskStrength): Promise<Outcome> {
  const startedAt = performance.now()
  const dataDir = join(newFolder(stage), 'data')
  const journal = join(dataDir, 'journal')
  mkdirSync(journal, { recursive: true, mode: 0o700 })
  mount(journal, strength.room)
  stage.onEnd(() => execFileSync('umount', ['--lazy', journal], { stdio: 'ignore' }))
  const own = await OwnServer.start(stage)
  const node = await TaplineNode.create(stage, { env: own.env, dataDir })
  await node.start()
  const load = await startLoad({ ...strength, nodes: [node], padding: PADDING })
  const lostWithDatabase = await killWhileFull({ node, own, journal }, strength)
  await beAway(own, strength.awayMs)
  execFileSync('mount', ['-o', `remount,size=${LARGE}`, journal])
  await eventually('the journal takes hits again', async () => ((await isRefusing(node)) ? undefined : true), WAIT_MS)
  await load.stop()
  const lostByMetric = await node.metric('tapline_hits_lost_total')
  const notes = lostWithDatabase === 0 ? [] : [`${lostWithDatabase} hits were lost while the database was there`]
  const { kills, hurry } = strength
  const outcome = await conclude(load, { fault: 'the disk is full', server: own.server, hurry, startedAt, kills, lostByMetric, notes })
  await node.stop()
  return outcome
}

type Scene = { node: TaplineNode; own: OwnServer; journal: string }

/** @returns hits lost so far, which should be none */
async function killWhileFull({ node, own, journal }: Scene, { fullMs, kills }: DiskStrength): Promise<number> {
  await eventually('the disk refuses the journal', async () => ((await isRefusing(node)) ? true : undefined), WAIT_MS)
  // What the drain has brought in is deleted; the room that this gives must not help.
  const ballast = setInterval(() => fill(join(journal, 'ballast')), BALLAST_MS)
  for (let killed = 0; killed < kills; killed++) {
    await pause(BETWEEN_KILLS_MS)
    own.kill()
    await eventually('PostgreSQL runs again', async () => (own.isRunning ? true : undefined), WAIT_MS)
  }
  await pause(fullMs)
  clearInterval(ballast)
  return node.metric('tapline_hits_lost_total')
}

async function beAway(own: OwnServer, awayMs: number): Promise<void> {
  if (awayMs === 0) return
  await own.stop()
  await pause(awayMs)
  await own.startAgain()
  await pause(1_000)
}

async function isRefusing(node: TaplineNode): Promise<boolean> {
  return (await node.readiness()).includes('the disk refuses the journal')
}

const BALLAST_MS = 50
const BALLAST = Buffer.alloc(64 * 1024)

function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, BALLAST)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

function mount(dir: string, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir], { stdio: 'ignore' })
}
