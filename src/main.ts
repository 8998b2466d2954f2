#!/usr/bin/env node
/** Entry point of the command `tapline`. */
import { start } from './app.ts'
import { openCarrierForCommand } from './appCarriers.ts'
import { simulatorData } from './carriers/simulator/simulator.ts'
import { buildProgram } from './cli/program.ts'

await buildProgram({ start, openCarrier: openCarrierForCommand, carriersOf: (db) => [simulatorData(db)] }).parseAsync(process.argv)
