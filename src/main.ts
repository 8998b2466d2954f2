#!/usr/bin/env node
/** Entry point of the command `tapline`. */
import { drain, start } from './app.ts'
import { buildProgram } from './cli/program.ts'

await buildProgram({ start, drain }).parseAsync(process.argv)
