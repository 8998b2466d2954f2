import { expect, test } from 'vitest'
import { createSaver, type SaveState } from './saver.ts'

/** A saver whose saves end when they are told to. */
function stage() {
  const saved: string[] = []
  const states: SaveState['kind'][] = []
  const ends: (() => void)[] = []
  const save = (value: string) =>
    new Promise<void>((resolve) => {
      ends.push(() => {
        saved.push(value)
        resolve()
      })
    })
  const saver = createSaver<string>({ save, delayMs: 60_000, onState: ({ kind }) => states.push(kind) })
  return { saver, saved, states, end: () => ends.shift()?.() }
}

test('what is changed after a save is not called saved', async () => {
  const { saver, states, saved, end } = stage()
  saver.changed('one')
  const first = saver.flush()
  end()
  await first
  expect(states).toEqual(['saving', 'saved'])
  saver.changed('two')
  expect(states.at(-1)).toBe('saving')
  saver.stop()
  expect(saved).toEqual(['one'])
})

test('a change while a save is under way is saved after it, and only then all is saved', async () => {
  const { saver, states, saved, end } = stage()
  saver.changed('one')
  const flushed = saver.flush()
  saver.changed('two')
  end()
  await Promise.resolve()
  await Promise.resolve()
  expect(states).toEqual(['saving'])
  end()
  await flushed
  expect(saved).toEqual(['one', 'two'])
  expect(states).toEqual(['saving', 'saved'])
})
