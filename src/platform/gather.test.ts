import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gather } from './gather.ts'

/** A reader whose look-ups end when they are told to. */
function reader({ most = 3, atOnce = 1 } = {}) {
  const reads: { keys: readonly number[]; end: (error?: Error) => void }[] = []
  const find = gather<number, string>({
    most,
    atOnce,
    read: (keys) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) =>
          error ? reject(error) : resolve(new Map(keys.filter((key) => key < 100).map((key) => [key, `v${key}`])))
        reads.push({ keys, end })
      }),
  })
  return { find, reads }
}

test('keys that come together are looked up together, each once, and what is missing is undefined', async () => {
  const { find, reads } = reader()
  const answers = Promise.all([find(1), find(2), find(1), find(100)])
  await turn()
  expect(reads.map(({ keys }) => keys)).toEqual([[1, 2, 100]])
  reads[0]?.end()
  expect(await answers).toEqual(['v1', 'v2', 'v1', undefined])
})

test('keys that come while a look-up is under way wait for the next one, the same key too', async () => {
  const { find, reads } = reader()
  const first = find(1)
  await turn()
  const second = Promise.all([find(1), find(2)])
  await turn()
  expect(reads).toHaveLength(1)
  reads[0]?.end()
  expect(await first).toBe('v1')
  await turn()
  expect(reads[1]?.keys).toEqual([1, 2])
  reads[1]?.end()
  expect(await second).toEqual(['v1', 'v2'])
})

test('a look-up holds so many keys at most, and so many are under way at a time', async () => {
  const { find, reads } = reader({ most: 2, atOnce: 2 })
  const answers = Promise.all([1, 2, 3, 4, 5].map(find))
  await turn()
  await turn()
  expect(reads.map(({ keys }) => keys)).toEqual([
    [1, 2],
    [3, 4],
  ])
  for (const { end } of reads) end()
  await turn()
  await turn()
  expect(reads[2]?.keys).toEqual([5])
  reads[2]?.end()
  expect(await answers).toEqual(['v1', 'v2', 'v3', 'v4', 'v5'])
})

test('a failure reaches those that asked, and nobody after them', async () => {
  const { find, reads } = reader()
  const failing = find(1)
  await turn()
  reads[0]?.end(new Error('away'))
  await expect(failing).rejects.toThrow('away')
  const later = find(1)
  await turn()
  reads[1]?.end()
  expect(await later).toBe('v1')
})
