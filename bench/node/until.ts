import { setTimeout as wait } from 'node:timers/promises'

const MAX_S = 900

/** Waits for a condition, and gives up after a quarter of an hour: a bench that hangs measures nothing. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + MAX_S * 1_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${MAX_S} s in vain: ${what}`)
    await wait(10)
  }
}
