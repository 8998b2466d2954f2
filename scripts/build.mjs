/** `npm run build`: compiles `src` into `dist` if it has changed. */
import './lib/node.mjs'
import { prepare } from './lib/prepare.mjs'
import { script } from './lib/process.mjs'

await script(prepare)
