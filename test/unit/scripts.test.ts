import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const scripts = readdirSync('scripts').filter((file) => file.endsWith('.mjs'))

test.each(scripts)('scripts/%s defines nothing below the place where it waits for its end', (file) => {
  const [, below = ''] = readFileSync(`scripts/${file}`, 'utf8').split(/^await script\(/m)
  expect(below.match(/^(?:const|let|class) \w+/gm) ?? []).toEqual([])
})
