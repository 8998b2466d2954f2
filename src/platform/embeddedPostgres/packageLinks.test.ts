import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makePackageLinks } from './packageLinks.ts'

let root: string
const list = () => join(root, 'native', 'pg-symlinks.json')
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tapline-links-'))
  mkdirSync(join(root, 'native', 'lib'), { recursive: true })
  writeFileSync(join(root, 'native', 'lib', 'libpq.so.5.18'), 'library')
  writeFileSync(list(), JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]))
})
afterEach(() => rmSync(root, { recursive: true }))

test('missing links are made, relative, and made only once', () => {
  makePackageLinks(root)
  makePackageLinks(root)
  expect(readlinkSync(join(root, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
})

test('what is there already is left alone', () => {
  writeFileSync(join(root, 'native', 'lib', 'libpq.so.5'), 'a file of its own')
  makePackageLinks(root)
  expect(readFileSync(join(root, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('a file of its own')
})

test('a link that cannot be made is named', () => {
  writeFileSync(list(), JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/missing/libpq.so' }]))
  expect(() => makePackageLinks(root)).toThrow(`Cannot make the link ${join(root, 'native/missing/libpq.so')} -> ../lib/libpq.so.5.18`)
})

test('a package without a list needs no links', () => {
  rmSync(list())
  expect(() => makePackageLinks(root)).not.toThrow()
})
