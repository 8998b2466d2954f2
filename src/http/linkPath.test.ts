import { expect, test } from 'vitest'
import { codeOf, optOutPathOf } from './linkPath.ts'

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

test('an opt-out link has six more characters, and neither is taken for the other', () => {
  expect(optOutPathOf('/aB3dE6gH012345')).toEqual({ code: 'aB3dE6gH', mac: '012345' })
  expect(optOutPathOf('/aB3dE6gH012345/?utm_source=x')).toEqual({ code: 'aB3dE6gH', mac: '012345' })
  for (const url of ['/aB3dE6gH', '/aB3dE6gH01234', '/aB3dE6gH0123456', '/aB3dE6gH01234_', '/aB3dE6gH012345/x'])
    expect(optOutPathOf(url)).toBeUndefined()
  expect(codeOf('/aB3dE6gH012345')).toBeUndefined()
})
