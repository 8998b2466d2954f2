import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { style } from '../../src/http/pages/style.ts'

test('the pages that the server makes have the colours of the app', () => {
  const colours = (css: string) =>
    new Map([...css.matchAll(/^\s*(--[a-z-]+): (light-dark\(.+\));$/gm)].map(([, name, value]) => [name, value]))
  const app = colours(readFileSync('web/styles/tokens.css', 'utf8'))
  const server = colours(style)
  expect(server.size).toBeGreaterThan(7)
  expect([...server].filter(([name, value]) => app.has(name) && app.get(name) !== value)).toEqual([])
})
