import { Command } from 'commander'
import { loadConfig, type Config } from '../platform/config.ts'
import { processEnvironment, run } from './context.ts'
import { processOutput } from './output.ts'

export type Roots = {
  start(config: Config): Promise<void>
  drain(config: Config, dir: string): Promise<{ hits: number; rejected: number }>
}

/** The command `tapline`. */
export function buildProgram({ start }: Roots): Command {
  const context = { output: processOutput(), environment: processEnvironment, leave: (code: number) => process.exit(code) }
  const program = new Command('tapline')
  program
    .command('start')
    .description('run Tapline')
    .action(run(context, async () => start(loadConfig())))
  return program
}
