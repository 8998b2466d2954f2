import type { Command } from 'commander'
import { examples, run, type Context } from './context.ts'
import { printJson, printLines, remark, table } from './output.ts'

/** `tapline config`: what the environment says, secrets masked. */
export function addConfig(program: Command, context: Context): void {
  program
    .command('config')
    .summary('show the configuration in force, secrets masked')
    .description(
      'Shows each setting with its value or what stands in for it. Settings are environment variables; NAME_FILE reads a secret from a file.',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples([
        ['config', 'see every setting'],
        ['config --json | jq -r .PORT', 'one value for a script'],
      ]),
    )
    .action(run(context, async ({ json }: { json?: true }) => showConfig(context, json === true)))
}

async function showConfig({ output, environment }: Context, json: boolean): Promise<void> {
  const settings = environment.describe()
  if (json) printJson(output, Object.fromEntries(settings.map(({ name, value }) => [name, value ?? null])))
  else
    printLines(output, [
      ...table(
        ['SETTING', 'VALUE', 'MEANING'],
        settings.map(({ name, value, fallback, about }) => [name, value ?? `(${fallback})`, about]),
      ),
    ])
  for (const name of environment.unknown()) remark(output, `${name} is set, but there is no such setting: is it a typing error?`)
  // Last, so that the table helps to find the value that cannot be used.
  environment.config()
}
