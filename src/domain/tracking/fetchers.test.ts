import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { fetcherOf, fetchers } from './fetchers.ts'

const schema = z.array(z.object({ userAgent: z.string(), kind: z.string() }))
const read = (file: string) => schema.parse(JSON.parse(readFileSync(`test/data/${file}`, 'utf8')))
const people = [...read('user-agents.json'), ...read('user-agents-more.json')].filter(({ kind }) => kind === 'human')

test.each(fetchers)('$kind $name matches its example, $example', ({ name, kind, pattern, example }) => {
  expect(example).toMatch(pattern)
  expect(fetcherOf(example)).toMatchObject({ name, kind })
})

test.each(people)('no pattern matches the person $userAgent', ({ userAgent }) => {
  expect(fetchers.filter(({ pattern }) => pattern.test(userAgent)).map(({ name }) => name)).toEqual([])
})

// An unbounded repetition is what makes a pattern slow on hostile input, and no family needs one.
test.each(fetchers)('the pattern of $name repeats nothing without a bound and ignores case', ({ pattern }) => {
  const bare = pattern.source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')
  expect(bare).not.toMatch(/[*+]|\{\d+,\}/)
  expect(pattern.flags).toBe('i')
})

test('previews are tried first, then scanners, crawlers and tools', () => {
  expect([...new Set(fetchers.map(({ kind }) => kind))]).toEqual(['preview', 'scanner', 'crawler', 'tool'])
})

test('a stranger belongs to nobody', () => {
  expect(fetcherOf('')).toBeUndefined()
  expect(fetcherOf('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0')).toBeUndefined()
})
