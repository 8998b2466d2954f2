import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where a fault is played. What it starts and makes is ended by `onEnd`, the last first, whatever became of the fault. */
export type Stage = {
  /** Same seed, same moments: a failure can be played again. */
  seed: number
  onEnd(work: () => unknown): void
  say(line: string): void
}

/** A new folder for a node or a server. */
export function newFolder(stage: Stage): string {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-chaos-'))
  stage.onEnd(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Numbers from 0 to 1 that look random and follow from a seed. @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (mulberry32) */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
