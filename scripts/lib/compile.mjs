/** Compiles what stands beside the product, as benchmarks, into a folder of its own. */
import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, run } from './process.mjs'

/** @param links what compiled code looks for beside the folder that it was compiled from */
export async function compileWith(config, { output, links, what }) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { code, output: printed } = await run(process.execPath, [compiler, '-p', config])
  if (code !== 0) throw new Failure(`${printed}\n${what} could not be compiled: the compiler's messages stand above.`)
  for (const name of links) {
    // A link to what is not built yet is there and yet does not exist: it is made anew in any case.
    rmSync(join(output, name), { force: true })
    symlinkSync(`../${name}`, join(output, name))
  }
}
