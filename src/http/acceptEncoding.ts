import type { IncomingHttpHeaders } from 'node:http'

/** Whether a client takes gzip; one that says q=0 does not. */
export const takesGzip = (headers: IncomingHttpHeaders): boolean =>
  /\bgzip\b(?!;q=0(?:\.0+)?(?:,|$))/.test(String(headers['accept-encoding'] ?? ''))
