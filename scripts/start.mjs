/** `npm start`: installs and builds when needed, then plays all roles in this very process, so that signals reach it. */
import './lib/node.mjs'
import { launch } from './lib/launch.mjs'

await launch(['start', ...process.argv.slice(2)])
