import type { Command } from 'commander'
import type { Config } from '../platform/config.ts'
import { examples, run, type Context } from './context.ts'
import { checkDatabase } from './doctorDatabase.ts'
import { checkDataDir, checkDisk, checkJournal } from './doctorFiles.ts'
import { checkKey, checkServers } from './doctorServers.ts'
import { describeFailure, Failure } from './failure.ts'
import type { Finding } from './finding.ts'
import { count, printJson, printLines } from './output.ts'

/** `tapline doctor`: looks at everything that a running installation needs. */
export function addDoctor(program: Command, context: Context): void {
  program
    .command('doctor')
    .summary('look for what is wrong, and say what to do')
    .description('Checks configuration, data folder, disk, database, servers and key. Changes nothing; ends with 1 when something fails.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['doctor', 'before the first start, or when something is odd']]))
    .action(run(context, async ({ json }: { json?: true }) => examine(context, json === true)))
}

async function examine({ output, environment }: Context, json: boolean): Promise<void> {
  const findings = await look({ environment })
  const failures = findings.filter(({ status }) => status === 'fail').length
  if (json) printJson(output, { ok: failures === 0, findings })
  else printLines(output, findings.flatMap(describe))
  if (failures > 0) throw new Failure('failed', `${count(failures, 'check')} failed.`)
}

async function look({ environment }: Pick<Context, 'environment'>): Promise<Finding[]> {
  const unknown = environment.unknown().map((name): Finding => ({
    ...{ status: 'warn', what: 'Configuration', detail: `${name} is set and means nothing` },
    advice: 'Is it a typing error? "tapline config" lists all settings.',
  }))
  let config: Config
  try {
    config = environment.config()
  } catch (error) {
    return [
      ...unknown,
      { status: 'fail', what: 'Configuration', detail: describeFailure(error).text, advice: 'Correct it; the other checks need it.' },
    ]
  }
  const checks = [checkDataDir, checkDisk, checkJournal, checkDatabase, checkServers, checkKey]
  const found: Finding[] = [{ status: 'ok', what: 'Configuration', detail: 'valid' }]
  for (const check of checks) found.push(...(await attempt(check, config)))
  return [...unknown, ...found]
}

/** A check that cannot be made is a finding too. */
const attempt = async (check: (config: Config) => Promise<Finding[]>, config: Config): Promise<Finding[]> =>
  check(config).catch((error: unknown): Finding[] => [{ status: 'fail', what: 'A check', detail: describeFailure(error).text }])

const describe = ({ status, what, detail, advice }: Finding): string[] => [
  `${status.padEnd(5)} ${what}: ${detail}`,
  ...(advice === undefined ? [] : [`      ${advice}`]),
]
