#!/usr/bin/env node
/** Entry point of the command `tapline`. */
import { start } from './app.ts'
import { buildProgram } from './cli/program.ts'

await buildProgram({ start }).parseAsync(process.argv)
