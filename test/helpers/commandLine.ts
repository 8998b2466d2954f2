import { openCarrierForCommand } from '../../src/appCarriers.ts'
import { simulatorData } from '../../src/carriers/simulator/simulator.ts'
import { buildProgram } from '../../src/cli/program.ts'
import type { Config } from '../../src/platform/config.ts'
import { describeConfig, parseConfig, unknownVariables } from '../../src/platform/config.ts'

export type Ran = { code: number; out: string; error: string }

class Left extends Error {
  readonly code: number
  constructor(code: number) {
    super(`left with ${code}`)
    this.code = code
  }
}

/** The command line in this process, with an environment of its own: what it prints, and the code it would end with. */
export function commandLine(env: Record<string, string>, { start }: { start?: (config: Config) => Promise<void> } = {}) {
  return async (...words: string[]): Promise<Ran> => {
    const ran: Ran = { code: 0, out: '', error: '' }
    const output = { out: (text: string) => void (ran.out += text), error: (text: string) => void (ran.error += text) }
    const leave = (code: number): never => {
      throw new Left(code)
    }
    const environment = { config: () => parseConfig(env), describe: () => describeConfig(env), unknown: () => unknownVariables(env) }
    const program = buildProgram(
      { start: start ?? (async () => undefined), openCarrier: openCarrierForCommand, carriersOf: (db) => [simulatorData(db)] },
      { output, environment, leave },
    )
    try {
      await program.parseAsync(words, { from: 'user' })
    } catch (error) {
      if (!(error instanceof Left)) throw error
      ran.code = error.code
    }
    return ran
  }
}
