import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

/**
 * Makes the symbolic links that the package of binaries lists instead of holding: npm packs none, and npm 12 does not run the
 * install script that would make them. Links that exist are left alone, so a folder that cannot be written is fine once they are there.
 * @param root folder of the package
 * @throws Error when a link is missing and cannot be made
 */
export function makePackageLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(links)) throw new Error(`${list} is not a list of links`)
  for (const link of links) {
    if (isLink(link)) makeLink({ from: join(root, link.target), to: join(root, link.source) })
  }
}

function makeLink({ from, to }: { from: string; to: string }): void {
  if (lstatSync(from, { throwIfNoEntry: false }) !== undefined) return
  const target = join(relative(dirname(from), dirname(to)), basename(to))
  try {
    symlinkSync(target, from)
  } catch (error) {
    // Another process that starts at the same moment was faster.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw new Error(`Cannot make the link ${from} -> ${target}, which PostgreSQL needs`, { cause: error })
  }
}

const isLink = (value: unknown): value is { source: string; target: string } =>
  typeof value === 'object' &&
  value !== null &&
  'source' in value &&
  'target' in value &&
  typeof value.source === 'string' &&
  typeof value.target === 'string'
