import { expect, test } from 'vitest'
import { codeOf } from './linkPath.ts'

test.each([
  ['/aB3dE6gH', 'aB3dE6gH'],
  ['/aB3dE6gH/', 'aB3dE6gH'],
  ['/aB3dE6gH?fbclid=x', 'aB3dE6gH'],
  ['/aB3dE6gH/?', 'aB3dE6gH'],
  ['/00000000?', '00000000'],
])('the code of %s is %s', (url, code) => {
  expect(codeOf(url)).toBe(code)
})

test.each([
  ...['', '/', '/aB3dE6g', '/aB3dE6gHi', '/aB3dE6gH//', '/aB3dE6gH/x', '//aB3dE6gH', 'aB3dE6gHi', '/aB3dE6g_', '/aB3dE6g-', '/aB3%6466H'],
  ...['/../aB3dE', '/aB3dE6gH#x', '/aB3dE6gH.', '/aB3dE6gé', 'http://s.test/aB3dE6gH', '*'],
])('%s holds no code', (url) => {
  expect(codeOf(url)).toBeUndefined()
})
