import type { Fetcher } from './fetcher.ts'
import { crawlers, scanners, tools } from './machineFetchers.ts'
import { previewFetchers } from './previewFetchers.ts'

/** Every fetcher we know, in the order in which they are tried. Change `RULES_VERSION` (verdict.ts) with it. */
export const fetchers: readonly Fetcher[] = [...previewFetchers, ...scanners, ...crawlers, ...tools]

// One expression of all rows says "none" in one pass: most hits are people, and they would fail each row one by one.
const any = new RegExp(fetchers.map(({ pattern }) => `(?:${pattern.source})`).join('|'), 'i')

/** Finds the fetcher that a user agent belongs to; `undefined` is not yet a person, only nobody in our table. */
export const fetcherOf = (userAgent: string): Fetcher | undefined =>
  any.test(userAgent) ? fetchers.find(({ pattern }) => pattern.test(userAgent)) : undefined
