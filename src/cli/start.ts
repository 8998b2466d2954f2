import type { Command } from 'commander'
import type { Config } from '../platform/config.ts'
import { examples, run, type Context } from './context.ts'

/** `tapline start`: plays the roles that the configuration names until it is told to stop. */
export function addStart(program: Command, context: Context, start: (config: Config) => Promise<void>): void {
  program
    .command('start')
    .summary('run Tapline until it is stopped')
    .description(
      'Runs API, app, short links and jobs in one process; TAPLINE_ROLES chooses among them. Ctrl-C or SIGTERM stops it in order.',
    )
    .addHelpText(
      'after',
      examples([
        ['start', 'everything, with the embedded database in ./data'],
        ['config', 'see what it would be started with'],
      ]),
    )
    .action(run(context, async () => start(context.environment.config())))
}
