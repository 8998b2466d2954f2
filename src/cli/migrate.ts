import type { Command } from 'commander'
import { migrateDatabase } from '../platform/database.ts'
import { createLog } from '../platform/log.ts'
import { examples, run, type Context } from './context.ts'
import { count, printJson, printLines } from './output.ts'
import { withOpened } from './withDatabase.ts'

/** `tapline migrate`: brings the schema up to date. */
export function addMigrate(program: Command, context: Context): void {
  program
    .command('migrate')
    .summary('bring the database schema up to date')
    .description('Applies the migrations that the database lacks. "start" does the same; use this to do it ahead of a rollout.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['migrate', 'apply what is pending']]))
    .action(run(context, async ({ json }: { json?: true }) => migrateNow(context, json === true)))
}

async function migrateNow({ output, environment }: Context, json: boolean): Promise<void> {
  const log = createLog({ level: 'warn' })
  const { applied } = await withOpened(environment.config(), async ({ db }) => migrateDatabase(db, { log }))
  if (json) return printJson(output, { applied })
  printLines(output, applied.length === 0 ? ['The schema is up to date.'] : [`Applied ${count(applied.length, 'migration')}:`, ...applied])
}
