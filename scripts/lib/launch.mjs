/** Runs the product from a checkout, whatever state the checkout is in. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare } from './prepare.mjs'
import { root, script } from './process.mjs'

/** Prepares the checkout, then runs `dist/main.js` in this process with these arguments. */
export const launch = (args) =>
  script(async () => {
    await prepare()
    const main = join(root, 'dist/main.js')
    process.argv = [process.execPath, main, ...args]
    await import(pathToFileURL(main).href)
  })
