import type { IncomingHttpHeaders } from 'node:http'

/** The colours that the reader chose in the app, from its cookie; undefined: as the system. */
export function schemeOf({ cookie = '' }: IncomingHttpHeaders): 'light' | 'dark' | undefined {
  const word = /(?:^|;\s*)scheme=(light|dark)(?:;|$)/.exec(cookie)?.[1]
  return word === 'light' || word === 'dark' ? word : undefined
}
