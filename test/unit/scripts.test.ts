import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const WAIT = 'await script('
const textOf = (file: string) => readFileSync(`scripts/${file}`, 'utf8')
const waiting = readdirSync('scripts').filter((file) => file.endsWith('.mjs') && textOf(file).includes(`\n${WAIT}`))

test.each(waiting)('scripts/%s defines nothing below the place where it waits for its end', (file) => {
  const text = textOf(file)
  expect(text.slice(text.indexOf(`\n${WAIT}`)).match(/^(?:const|let|class) \w+/gm)).toBeNull()
})
