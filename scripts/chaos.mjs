/**
 * `npm run chaos [name ...]`: plays the long faults of test/chaos/ (all, or those named) and prints what became of taps and messages. Lengths:
 * `--kills 100 --max-pause 6 --away 600 --seconds 60 --taps 2000 --messages 500`; `--seed` plays the same moments again.
 */
import './lib/node.mjs'
import { join } from 'node:path'
import { compileWith } from './lib/compile.mjs'
import { prepare } from './lib/prepare.mjs'
import { Failure, progress, root, run, script } from './lib/process.mjs'

const output = join(root, 'dist-chaos')

await script(async () => {
  await prepare()
  await progress('Compiling the faults', compile)
  const { code } = await run(process.execPath, [join(output, 'test/chaos/main.js'), ...process.argv.slice(2)], { live: true })
  if (code !== 0) throw new Failure(`A fault did what it must not do, or could not be played (code ${code}): see above.`)
})

function compile() {
  return compileWith('tsconfig.chaos.json', { output, links: ['db', 'assets', 'package.json'], what: 'The faults' })
}
