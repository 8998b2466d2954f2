/** Compiles what stands beside the product, as benchmarks, into a folder of its own. */
import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, run } from './process.mjs'

/** @param links what compiled code looks for beside the folder that it was compiled from */
export async function compileWith(config, { output, links, what }) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { code, output: printed } = await run(process.execPath, [compiler, '-p', config])
  if (code !== 0) throw new Failure(`${printed}\n${what} could not be compiled: the compiler's messages stand above.`)
  for (const name of links) if (!existsSync(join(output, name))) symlinkSync(`../${name}`, join(output, name))
}
