import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ANY_PERSON, coarseAgent } from './coarseAgent.ts'
import { judgeHit } from './judge.ts'

const read = (name: string): { userAgent: string }[] => JSON.parse(readFileSync(`test/data/${name}`, 'utf8'))
const userAgents = [...read('user-agents.json'), ...read('user-agents-more.json')].map(({ userAgent }) => userAgent)

const judge = (userAgent: string) => judgeHit({ method: 'GET', purpose: 'none', userAgent, beforeSend: false })

test('the coarse form of every known user agent gets the same verdict, and of nearly all the same families', () => {
  const pairs = userAgents.map((userAgent) => ({ userAgent, whole: judge(userAgent), coarse: judge(coarseAgent(userAgent)) }))
  expect(pairs.filter(({ whole, coarse }) => whole.verdict !== coarse.verdict)).toEqual([])
  const changed = pairs.filter(({ whole, coarse }) => JSON.stringify(coarse) !== JSON.stringify(whole))
  expect(changed.length).toBeLessThan(pairs.length / 50)
})

test.each([
  [
    'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 14; K; wv) AppleWebKit/537.0 (KHTML, like Gecko) Version/4.0 Chrome/124.0 Mobile Safari/537.0',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17.0 like Mac OS X) AppleWebKit/605.0 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.0',
  ],
])('models, builds and minor versions are gone from %s', (userAgent, coarse) => {
  expect(coarseAgent(userAgent)).toBe(coarse)
})

test('a machine keeps its name, and a person whose string cannot be cut has none', () => {
  expect(coarseAgent('curl/8.5.0')).toBe('curl/8.5.0')
  expect(coarseAgent('Mozilla/5.0 (Linux; Android 14; iPad) Mobile')).toBe(ANY_PERSON)
})

test('a long made-up user agent costs no time worth speaking of', () => {
  for (const piece of ['Android 1; ', '1.', '1.1', 'FBAV/', '9', ';', 'Android 1.1.1; a'])
    expect(coarseAgent(piece.repeat(512).slice(0, 512)).length).toBeLessThanOrEqual(2_048)
})
