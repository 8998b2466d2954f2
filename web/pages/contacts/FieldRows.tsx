import { useId } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { contactWords } from './contactWords.ts'

/** A custom field in a form. `key` stays when the name changes. */
export type FieldRow = { key: string; name: string; value: string }

/** The server takes no more of a contact. */
const MAX_FIELDS = 100
let made = 0
const newRow = (name: string, value: string): FieldRow => ({ key: `${made++}`, name, value })

export const rowsFor = (fields: readonly (readonly [string, string] | readonly string[])[]): readonly FieldRow[] =>
  fields.map(([name = '', value = '']) => newRow(name, value))

/** What the rows say; a row without a name or value says nothing. */
export const fieldsOf = (rows: readonly FieldRow[]): Record<string, string> =>
  Object.fromEntries(rows.flatMap(({ name, value }) => (name.trim() === '' || value.trim() === '' ? [] : [[name.trim(), value.trim()]])))

/** Names and values of custom fields; names that the account has are offered. */
export function FieldRows({
  rows,
  known,
  onChange,
}: {
  rows: readonly FieldRow[]
  known: readonly string[]
  onChange: (rows: readonly FieldRow[]) => void
}) {
  const words = useWords(contactWords)
  const id = useId()
  const change = (key: string, next: Partial<FieldRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...next } : row)))
  return (
    <fieldset className="field field-rows">
      <legend>{words.fields}</legend>
      <datalist id={id}>
        {known.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      {rows.map(({ key, name, value }) => (
        <div className="field-row" key={key}>
          <input
            className="input"
            list={id}
            aria-label={words.fieldName}
            placeholder={words.fieldName}
            maxLength={64}
            value={name}
            onChange={(event) => change(key, { name: event.target.value })}
          />
          <input
            className="input"
            aria-label={name === '' ? words.fieldValue : name}
            placeholder={words.fieldValue}
            maxLength={2_048}
            value={value}
            onChange={(event) => change(key, { value: event.target.value })}
          />
          <IconButton icon="close" label={words.removeField(name)} onClick={() => onChange(rows.filter((row) => row.key !== key))} />
        </div>
      ))}
      {rows.length < MAX_FIELDS && <Button onClick={() => onChange([...rows, newRow('', '')])}>{words.addField}</Button>}
    </fieldset>
  )
}
