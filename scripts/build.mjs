/** `npm run build`: compiles `src` into `dist` and `web` into `dist/web` if anything has changed. */
import './lib/node.mjs'
import { prepare } from './lib/prepare.mjs'
import { script } from './lib/process.mjs'

await script(prepare)
