import type { Experiment, VariantEvidence } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import type { Amounts } from './amounts.ts'
import { experimentWords } from './words.ts'

/** What was seen of each variant, and what is believed of it. */
export function VariantTable({ experiment, amounts }: { experiment: Experiment; amounts: Amounts }) {
  const words = useWords(experimentWords)
  const { kind } = experiment.design.goal
  const { amount, part, number } = amounts
  const columns: Column<VariantEvidence>[] = [
    { key: 'name', header: words.variant, width: 'rest', phone: 'title', cell: nameWith(experiment.control_id) },
    figureColumn('sent', words.sent, ({ sent }) => number(sent)),
    figureColumn('watched', words.watched, ({ watched }) => number(watched)),
    figureColumn('successes', words.successes[kind], ({ successes }) => number(successes)),
    figureColumn('mean', words.mean[kind], ({ mean }) => amount(mean)),
    figureColumn('best', words.best, ({ probability_best: best }) => part(best)),
    figureColumn('loss', words.loss, ({ expected_loss: loss }) => amount(loss)),
  ]
  const leftOut = experiment.variants.reduce((sum, { left_out: count }) => sum + count, 0)
  return (
    <>
      <DataTable label={words.table} columns={columns} rows={experiment.variants} rowKey={({ variant_id: id }) => id} />
      {leftOut > 0 && <p className="soft">{words.leftOut(number(leftOut))}</p>}
    </>
  )
}

const nameWith = (control: string) => (row: VariantEvidence) => <Name row={row} control={control} />

const figureColumn = (key: string, header: string, textOf: (row: VariantEvidence) => string): Column<VariantEvidence> => ({
  ...{ key, header, align: 'end' },
  cell: (row) => <span className="figure">{textOf(row)}</span>,
})

function Name({ row, control }: { row: VariantEvidence; control: string }) {
  const words = useWords(experimentWords)
  return (
    <>
      <bdi>{row.name}</bdi>
      {row.variant_id === control && <span className="soft"> ({words.control})</span>}
    </>
  )
}
