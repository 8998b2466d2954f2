import type { Command } from 'commander'
import { verifyConversions, type SumDifference } from '../domain/conversions/verify.ts'
import { verifyExperiments, type VariantDifference } from '../domain/reports/verifyExperiments.ts'
import { verify, type Difference, type Verification } from '../domain/tracking/verify.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

/** `tapline verify`: whether the figures are what the hits say. */
export function addVerify(program: Command, context: Context): void {
  program
    .command('verify')
    .summary('recount all figures from the hits')
    .description(
      'Recounts totals, roll-ups and uniques from the hits that are stored and from what expired ones left, while hits come in; the sums of conversions from these, and the messages of variants that compete. Fails on any difference and names it.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['verify', 'after a restore, or whenever a figure looks wrong']]))
    .action(run(context, async ({ json }: { json?: true }) => verifyNow(context, json === true)))
}

async function verifyNow({ output, environment }: Context, json: boolean): Promise<void> {
  const { verification, sums, variants } = await withDatabase(environment.config(), async (db) => ({
    verification: await verify(db),
    sums: await verifyConversions(db),
    variants: await verifyExperiments(db),
  }))
  const differences = [...verification.differences, ...sums, ...variants]
  if (json) printJson(output, viewOf(verification, differences))
  else printLines(output, linesOf(verification, differences))
  if (sums.length > 0) throw new Failure('failed', `${count(sums.length, 'sum')} of conversions differ from them.`)
  if (variants.length > 0)
    throw new Failure('failed', `${count(variants.length, 'figure')} of competing variants differ from their messages.`)
  if (verification.rows > 0) throw new Failure('failed', `${count(verification.rows, 'row')} of the figures differ from the hits.`)
}

type AnyDifference = Difference | SumDifference | VariantDifference

const viewOf = ({ recount, rows }: Verification, differences: readonly AnyDifference[]) => ({
  recounted: {
    hits: recount.hits,
    link_totals: recount.totals,
    hit_rollups: recount.rollups,
    sealed_link_totals: recount.sealedTotals,
    sealed_hit_rollups: recount.sealedRollups,
  },
  rows_that_differ: rows,
  differences,
})

function linesOf({ recount }: Verification, differences: readonly AnyDifference[]): string[] {
  const sealed = recount.sealedRollups === 0 ? '' : `, and ${count(recount.sealedRollups, 'sealed roll-up')} of expired ones`
  const counted = `Recounted ${count(recount.hits, 'hit')}${sealed}: ${count(recount.totals, 'total')} and ${count(recount.rollups, 'roll-up')}`
  if (differences.length === 0) return [`${counted} agree.`]
  return [`${counted} were compared.`, '', ...table(['TABLE', 'KEY', 'COLUMN', 'EXPECTED', 'FOUND'], differences.map(cellsOf))]
}

const cellsOf = ({ table: name, key, column, expected, found }: AnyDifference) => [name, key, column, expected, found]
