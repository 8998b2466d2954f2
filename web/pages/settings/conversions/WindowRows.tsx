import { useWords } from '../../../i18n/words.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import type { Fault } from '../../../ui/problems.ts'
import { FaultText } from '../../../ui/RefusalText.tsx'
import { windowWords } from './windowWords.ts'

/** A window of one name. `key` stays when the name changes. */
export type WindowRow = { key: string; name: string; days: string }

/** The server takes no more. */
const MAX_NAMES = 50
let made = 0

export const rowsOf = (windows: Readonly<Record<string, number>>): readonly WindowRow[] =>
  Object.entries(windows).map(([name, days]) => ({ key: name, name, days: String(days) }))

export const windowsOf = (rows: readonly WindowRow[]): Record<string, number> =>
  Object.fromEntries(rows.map(({ name, days }) => [name.trim(), Number(days)]))

/** Windows of single names of conversions, one below the other. */
export function WindowRows({
  rows,
  error,
  onChange,
}: {
  rows: readonly WindowRow[]
  error: Fault | undefined
  onChange: (rows: readonly WindowRow[]) => void
}) {
  const words = useWords(windowWords)
  const change = (key: string, next: Partial<WindowRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...next } : row)))
  return (
    <fieldset className="field" aria-describedby="windows-hint">
      <legend>{words.windows}</legend>
      <p className="field-hint" id="windows-hint">
        {words.windowsHint}
      </p>
      {rows.map(({ key, name, days }, at) => (
        <div className="settings-window" key={key}>
          <input
            className="input"
            aria-label={words.name}
            placeholder="sign_up"
            // The second one would silently replace the first.
            ref={(input) => input?.setCustomValidity(isTwice(rows, at) ? words.twice(name.trim()) : '')}
            required
            maxLength={64}
            pattern="[A-Za-z][A-Za-z0-9_.\-]*"
            title={words.nameForm}
            value={name}
            onChange={(event) => change(key, { name: event.target.value })}
          />
          <input
            className="input"
            aria-label={words.daysOf(name)}
            type="number"
            required
            min={1}
            max={400}
            step={1}
            value={days}
            onChange={(event) => change(key, { days: event.target.value })}
          />
          <span className="soft">{words.days}</span>
          <IconButton icon="close" label={words.remove(name)} onClick={() => onChange(rows.filter((row) => row.key !== key))} />
        </div>
      ))}
      {error !== undefined && (
        <p className="field-error">
          <FaultText fault={error} />
        </p>
      )}
      {rows.length < MAX_NAMES && (
        <Button onClick={() => onChange([...rows, { key: `new ${made++}`, name: '', days: '7' }])}>{words.add}</Button>
      )}
    </fieldset>
  )
}

const isTwice = (rows: readonly WindowRow[], at: number) => rows.findIndex(({ name }) => name.trim() === rows[at]?.name.trim()) < at
