/** What kind of program asks for a link without a person: see `docs/verdicts.md`. */
export type FetcherKind = 'preview' | 'scanner' | 'crawler' | 'tool'

/**
 * How we know: A the vendor documents it, B several independent observations, C a single one, D the vendor's name in a
 * user agent, expected and not yet observed.
 */
export type Confidence = 'A' | 'B' | 'C' | 'D'

/** A family of programs; `example` is a real user agent or a part of one (for confidence D a made-up one) that the pattern must match. */
export type Fetcher = { name: string; kind: FetcherKind; pattern: RegExp; confidence: Confidence; example: string }

export type FetcherRow = readonly [name: string, pattern: RegExp, confidence: Confidence, example: string]

export const asFetchers = (kind: FetcherKind, rows: readonly FetcherRow[]): Fetcher[] =>
  rows.map(([name, pattern, confidence, example]) => ({ name, kind, pattern, confidence, example }))
