/**
 * `npm run pictures`: starts Tapline on a new data folder, fills it with the demo and takes the pictures of README and docs into docs/images/.
 * `npm run pictures -- --all FOLDER` takes every screen in both colours, on a desk and on a phone, for people to look at; with `--german` in German.
 */
import './lib/node.mjs'
import { join } from 'node:path'
import { compileWith } from './lib/compile.mjs'
import { prepare } from './lib/prepare.mjs'
import { Failure, progress, root, run, script } from './lib/process.mjs'

const output = join(root, 'dist-pictures')

await script(async () => {
  await prepare()
  await progress('Compiling the camera', () =>
    compileWith('tsconfig.pictures.json', { output, links: ['db', 'assets', 'dist', 'package.json'], what: 'The camera' }),
  )
  const { code } = await run(process.execPath, [join(output, 'test/pictures/main.js'), ...process.argv.slice(2)], { live: true })
  if (code !== 0) throw new Failure(`The pictures could not be taken (code ${code}): see above.`)
})
