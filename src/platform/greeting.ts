import type { Config } from './config.ts'

/** What a start says where it was started: where to go, and how to end it. `setupUrl`: only until somebody has used it. */
export function greeting({ baseUrl, linkUrl, dataDir }: Config, setupUrl: string | undefined): string {
  const first = setupUrl === undefined ? '' : `  Set up     ${setupUrl}  (works once, for one hour)\n`
  return `\nTapline is running.\n\n${first}  App, API   ${baseUrl}\n  Phones     ${baseUrl}/developer/phones\n  Links      ${linkUrl}\n  Data       ${dataDir}\n\nStop it with Ctrl-C.\n\n`
}
