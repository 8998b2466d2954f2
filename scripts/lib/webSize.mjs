/** What the web app weighs on the wire, by the build's own manifest: the first load, and what each further part adds to it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Kilobytes are of 1,000 bytes, after gzip. */
const LIMITS = { first: 130_000, route: 40_000 }

/** The page that opens first is part of the first load, though it is a file of its own. */
const HOME = 'pages/home/HomePage.tsx'

/**
 * @param folder the built web app
 * @returns bytes of the first load (frame and home page), and of each file that is loaded on demand with what it brings along
 */
export function webSizes(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  const weights = new Map()
  const weigh = (file) => weights.get(file) ?? weights.set(file, gzipSync(readFileSync(join(folder, file)), { level: 9 }).length).get(file)
  const sum = (files) => [...files].reduce((bytes, file) => bytes + weigh(file), 0)
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
  const first = union(filesOf(manifest, entry), filesOf(manifest, HOME), ['index.html'])
  const routes = Object.keys(manifest)
    .filter((key) => manifest[key].isDynamicEntry && key !== HOME)
    .map((key) => ({ name: key, bytes: sum([...filesOf(manifest, key)].filter((file) => !first.has(file))) }))
  return { first: sum(first), routes: routes.sort((a, b) => b.bytes - a.bytes) }
}

/** Scripts and styles that a part cannot run without. */
function filesOf(manifest, key, found = new Set(), seen = new Set()) {
  const part = manifest[key]
  if (part === undefined || seen.has(key)) return found
  seen.add(key)
  for (const file of [part.file, ...(part.css ?? [])]) found.add(file)
  for (const next of part.imports ?? []) filesOf(manifest, next, found, seen)
  return found
}

const union = (...sets) => new Set(sets.flatMap((set) => [...set]))
const kilobytes = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`

/** One line for the report of the build. */
export function describeSizes({ first, routes }) {
  const largest = routes[0]
  const more = largest === undefined ? '' : `, largest further part ${kilobytes(largest.bytes)} (${largest.name})`
  return `web app: first load ${kilobytes(first)}${more}, compressed`
}

/** @returns exit code and output like a program's, for `npm test` */
export function judgeSizes(sizes) {
  const over = [{ name: 'the first load', bytes: sizes.first, limit: LIMITS.first }]
    .concat(sizes.routes.map((route) => ({ ...route, limit: LIMITS.route })))
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ name, bytes, limit }) => `${name} weighs ${kilobytes(bytes)} compressed, and may weigh ${kilobytes(limit)}\n`)
  return { code: over.length === 0 ? 0 : 1, output: `${describeSizes(sizes)}\n${over.join('')}` }
}
