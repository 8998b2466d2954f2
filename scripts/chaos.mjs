/**
 * `npm run chaos [name ...]`: plays the long faults of test/chaos/ (all, or those named) and prints what became of taps and messages. Lengths:
 * `--kills 100 --max-pause 6 --away 600 --seconds 60 --taps 2000 --messages 500`; `--seed` plays the same moments again.
 */
import './lib/node.mjs'
import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from './lib/prepare.mjs'
import { Failure, progress, root, run, script } from './lib/process.mjs'

const output = join(root, 'dist-chaos')

await script(async () => {
  await prepare()
  await progress('Compiling the faults', compile)
  const { code } = await run(process.execPath, [join(output, 'test/chaos/main.js'), ...process.argv.slice(2)], { live: true })
  if (code !== 0) throw new Failure(`A fault did what it must not do, or could not be played (code ${code}): see above.`)
})

async function compile() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { code, output: printed } = await run(process.execPath, [compiler, '-p', 'tsconfig.chaos.json'])
  if (code !== 0) throw new Failure(`${printed}\nThe faults could not be compiled: the compiler's messages stand above.`)
  // Compiled code looks for these beside the folder that it was compiled from.
  for (const name of ['db', 'assets', 'package.json']) if (!existsSync(join(output, name))) symlinkSync(`../${name}`, join(output, name))
}
