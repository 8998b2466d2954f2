import { useId } from 'react'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { CriterionFields } from './CriterionFields.tsx'
import { isBlock, newBlock, newRow, type Block, type Entry, type Mode, type Model, type Row } from './segmentModel.ts'
import { segmentWords } from './segmentWords.ts'

/** The server takes so many rules in all. */
const MAX_RULES = 50

/** Conditions that all hold, or of which one holds; blocks inside have their own. */
export function RuleBuilder({ model, onChange }: { model: Model; onChange: (model: Model) => void }) {
  const words = useWords(segmentWords)
  const mayWrite = useMay('contacts:write')
  const count = model.entries.reduce((sum, entry) => sum + (isBlock(entry) ? entry.rows.length + 1 : 1), 1)
  const entries = (next: readonly Entry[]) => onChange({ ...model, entries: next })
  const replace = (key: string, next: Entry | undefined) =>
    entries(model.entries.flatMap((entry) => (entry.key === key ? (next === undefined ? [] : [next]) : [entry])))
  return (
    <fieldset className="rule-builder" disabled={!mayWrite}>
      <ModeChoice
        label={words.contactsFor}
        mode={model.mode}
        modes={['all_of', 'any_of']}
        onMode={(mode) => mode !== 'none_of' && onChange({ ...model, mode })}
      />
      {model.entries.map((entry) =>
        isBlock(entry) ? (
          <BlockRows key={entry.key} block={entry} isFull={count >= MAX_RULES} onChange={(next) => replace(entry.key, next)} />
        ) : (
          <RuleRow key={entry.key} row={entry} mayNegate onChange={(next) => replace(entry.key, next)} />
        ),
      )}
      {mayWrite && count < MAX_RULES && (
        <div className="buttons">
          <Button onClick={() => entries([...model.entries, newRow()])}>{words.addRule}</Button>
          <Button onClick={() => entries([...model.entries, newBlock()])}>{words.addBlock}</Button>
        </div>
      )}
    </fieldset>
  )
}

function BlockRows({ block, isFull, onChange }: { block: Block; isFull: boolean; onChange: (block: Block | undefined) => void }) {
  const words = useWords(segmentWords)
  const rows = (next: readonly Row[]) => onChange(next.length === 0 ? undefined : { ...block, rows: next })
  // "None of these" is a "not" already, and the server takes no further one inside.
  const changeMode = (mode: Mode) =>
    onChange({ ...block, mode, rows: mode === 'none_of' ? block.rows.map((row) => ({ ...row, isNegated: false })) : block.rows })
  return (
    <div className="rule-block">
      <div className="rule-block-head">
        <ModeChoice label={words.contactsFor} mode={block.mode} modes={['any_of', 'all_of', 'none_of']} onMode={changeMode} />
        <IconButton icon="close" label={words.removeBlock} onClick={() => onChange(undefined)} />
      </div>
      {block.rows.map((row) => (
        <RuleRow
          key={row.key}
          row={row}
          mayNegate={block.mode !== 'none_of'}
          onChange={(next) => rows(block.rows.flatMap((one) => (one.key === row.key ? (next ?? []) : one)))}
        />
      ))}
      {!isFull && <Button onClick={() => rows([...block.rows, newRow()])}>{words.addRule}</Button>}
    </div>
  )
}

function RuleRow({ row, mayNegate, onChange }: { row: Row; mayNegate: boolean; onChange: (row: Row | undefined) => void }) {
  const words = useWords(segmentWords)
  return (
    <div className="rule-row" role="group" aria-label={words.condition}>
      {mayNegate && (
        <select
          className="input rule-truth"
          aria-label={words.truth}
          value={row.isNegated ? 'not' : 'yes'}
          onChange={(event) => onChange({ ...row, isNegated: event.target.value === 'not' })}
        >
          <option value="yes">{words.holds}</option>
          <option value="not">{words.notThis}</option>
        </select>
      )}
      <CriterionFields draft={row.draft} onChange={(draft) => onChange({ ...row, draft })} />
      <IconButton icon="close" label={words.removeRule} onClick={() => onChange(undefined)} />
    </div>
  )
}

function ModeChoice({ label, mode, modes, onMode }: { label: string; mode: Mode; modes: readonly Mode[]; onMode: (mode: Mode) => void }) {
  const words = useWords(segmentWords)
  const id = useId()
  return (
    <div className="rule-mode">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={mode}
        onChange={(event) => {
          const chosen = modes.find((one) => one === event.target.value)
          if (chosen !== undefined) onMode(chosen)
        }}
      >
        {modes.map((one) => (
          <option key={one} value={one}>
            {words.modes[one]}
          </option>
        ))}
      </select>
    </div>
  )
}
