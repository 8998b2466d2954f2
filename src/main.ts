#!/usr/bin/env node
/** Entry point of the command `tapline`. */
import { openCarrierForCommand, start } from './app.ts'
import { buildProgram } from './cli/program.ts'

await buildProgram({ start, openCarrier: openCarrierForCommand }).parseAsync(process.argv)
