/** The linter. It is no dependency: its native binaries, one package per platform, would weigh on every installation. */
import { run } from './process.mjs'

/** Exact, so that a run today and a run next year complain about the same lines. */
const VERSION = '1.94.0'

/** Lints the checkout. An npm that cannot deliver the linter is a failure with a sentence of its own, never a pass. */
export async function lint(args = []) {
  const result = await run('npx', [
    '--yes',
    '--prefer-offline',
    `oxlint@${VERSION}`,
    '--deny-warnings',
    '--report-unused-disable-directives',
    ...args,
  ])
  if (result.code === 0 || !/^npm (?:error|ERR!)/m.test(result.stderr)) return { ...result, output: result.stdout }
  return {
    ...result,
    output: `${result.stderr}\nThe linter oxlint ${VERSION} could not be fetched. It needs the npm registry or a warm npm cache; without it the code is not checked, so this fails.\n`,
  }
}
