#!/usr/bin/env node
/** The command `tapline` of a checkout, from any folder: builds when the source is newer than the build. */
import '../scripts/lib/node.mjs'
import { launch } from '../scripts/lib/launch.mjs'

await launch(process.argv.slice(2))
