/** Checks what the pages say against the lists in the code, so that neither grows without the other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { magicNumbers } from '../src/carriers/simulator/behaviour.ts'
import { metrics } from '../src/contract/metrics.ts'
import { scopes } from '../src/contract/scopes.ts'
import { stats } from '../src/contract/stats.ts'
import { statusOf } from '../src/lib/errors.ts'
import { settings } from '../src/platform/settings.ts'

const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true })
    .map((file) => join('docs', String(file)))
    .filter((file) => file.endsWith('.md')),
]
const text = (page: string) => readFileSync(page, 'utf8')
/** The cells of every table row of a page, without the marks of code. */
const rowsOf = (page: string) =>
  text(page)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/[|`]/g, '').trim()))

test('the guide to the API lists every error code with its status, and no other', () => {
  const listed = rowsOf('docs/api.md').filter(([status]) => /^\d{3}$/.test(status ?? ''))
  expect(listed.map(([status, code]) => `${code} ${status}`).sort()).toEqual(
    Object.entries(statusOf)
      .map(([code, status]) => `${code} ${status}`)
      .sort(),
  )
})

test('the guide to the API lists every scope', () => {
  const listed = rowsOf('docs/api.md').map(([name]) => name)
  expect(scopes.filter((scope) => !listed.includes(scope))).toEqual([])
})

test('the guide to operating lists every number of the simulator', () => {
  const listed = rowsOf('docs/operating.md').map(([number]) => number)
  expect(Object.keys(magicNumbers).filter((number) => !listed.includes(number))).toEqual([])
})

test('the page on configuration lists every setting with what holds without it, and no other', () => {
  const listed = rowsOf('docs/configuration.md')
    .filter(([name]) => /^[A-Z_]+$/.test(name ?? ''))
    .map(([name, , fallback]) => `${name}: ${fallback}`)
  expect(listed).toEqual(settings.map(({ name, fallback }) => `${name}: ${fallback}`))
})

test('every figure of the statistics is defined', () => {
  const figures = [...Object.keys(stats.shape.messages.shape), ...Object.keys(stats.shape.hits.shape)]
  expect(figures.filter((figure) => !text('docs/metrics.md').includes(`\`${figure}\``))).toEqual([])
})

test('every link between pages leads to a page, and to a heading of it', () => {
  const broken = pages.flatMap((page) =>
    [...text(page).matchAll(/\]\((?!https?:)([^)\s#]*)(#[^)\s]*)?\)/g)].flatMap(([, path = '', anchor]) => {
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(target)) return [`${page}: ${target}`]
      return anchor === undefined || headingsOf(target).includes(anchor) ? [] : [`${page}: ${target}${anchor}`]
    }),
  )
  expect(broken).toEqual([])
})

/** As the forges make them: lower case, no punctuation, dashes for spaces. */
const headingsOf = (page: string) =>
  [...text(page).matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) =>
      `#${heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-')}`,
  )

test('the screens define each figure in the words of docs/metrics.md', () => {
  const plain = (cell = '') => cell.replaceAll(/\*\*|`/g, '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
  const defined = rowsOf('docs/metrics.md').map(([name, counts]) => `${plain(name).replace(/ \(.*\)$/, '')}: ${plain(counts)}`)
  expect(Object.values(metrics).filter(({ name, counts }) => !defined.includes(`${name}: ${counts}`))).toEqual([])
})
