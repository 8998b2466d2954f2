import type { Command } from 'commander'
import { redecideAll, type Redecision } from '../domain/conversions/redecide.ts'
import { reclassify, type Reclassification } from '../domain/tracking/reclassify.ts'
import { summaryOf } from '../domain/tracking/correction.ts'
import type { Correction } from '../domain/tracking/relabel.ts'
import { examples, run, type Context } from './context.ts'
import { count, printJson, printLines, remark, showTime, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

/** How many hits lie between two remarks on how far it is. */
const REMARK_HITS = 1_000_000

/** `tapline reclassify`: the current rules for the past. */
export function addReclassify(program: Command, context: Context): void {
  program
    .command('reclassify')
    .summary('judge stored hits again, by the current rules')
    .description(
      'Judges all hits that are stored by the rules of this version and by what the accounts have switched off, and corrects all figures, while hits come in. Then decides again what conversions follow from. Each account gets an audit entry, and an event hits.reclassified if its figures moved.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples([['reclassify', 'after an update whose changelog names new rules']]))
    .action(run(context, async ({ json }: { json?: true }) => reclassifyNow(context, json === true)))
}

async function reclassifyNow({ output, environment }: Context, json: boolean): Promise<void> {
  let hits = 0
  const onSlice = (more: number) => {
    hits += more
    if (Math.floor(hits / REMARK_HITS) > Math.floor((hits - more) / REMARK_HITS)) remark(output, `${hits} hits so far`)
  }
  const { hits: judged, conversions } = await withDatabase(environment.config(), async (db) => ({
    hits: await reclassify(db, { onSlice }),
    conversions: await redecideAll(db),
  }))
  if (json) printJson(output, { ...viewOf(judged), conversions })
  else printLines(output, [...linesOf(judged), ...conversionLines(conversions)])
}

const conversionLines = ({ conversions, changed }: Redecision) =>
  conversions === 0 ? [] : [`Decided ${count(conversions, 'conversion')} again; ${changed} of them changed.`]

const viewOf = ({ hits, from, to, corrections }: Reclassification) => ({
  hits,
  from: from ?? null,
  to: to ?? null,
  corrections: corrections.map(({ accountId, test, ...correction }) => ({ account_id: accountId, test, ...summaryOf(correction) })),
})

function linesOf({ hits, from, to, corrections }: Reclassification): string[] {
  if (from === undefined || to === undefined) return ['There is no hit to judge.']
  const changed = corrections.reduce((sum, correction) => sum + correction.changed, 0)
  const head = `Judged ${count(hits, 'hit')} from ${showTime(from)} to ${showTime(to)}; ${count(changed, 'hit')} got another verdict.`
  if (changed === 0) return [head]
  const columns = ['ACCOUNT', 'TEST', 'HITS', 'CLICKS', 'UNIQUE', 'CLICKERS', 'VIEWS', 'PREFETCHES', 'BOTS']
  return [head, '', ...table(columns, corrections.map(cellsOf))]
}

const cellsOf = (one: Correction) => [
  ...[String(one.accountId), one.test ? 'yes' : 'no', String(one.changed)],
  ...[one.clicks, one.uniqueClicks, one.clickers, one.views, one.prefetches, one.bots].map(signed),
]

const signed = (difference: number) => (difference > 0 ? `+${difference}` : String(difference))
