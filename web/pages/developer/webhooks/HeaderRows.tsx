import { useWords } from '../../../i18n/words.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import type { Fault } from '../../../ui/problems.ts'
import { FaultText } from '../../../ui/RefusalText.tsx'
import type { HeaderRow, PartProps } from './formState.ts'
import { formWords } from './formWords.ts'

/** As many as the API takes. */
const MAX_HEADERS = 20

/** Headers that every request carries. Values that are kept cannot be shown, so they stay or are written anew, all of them. */
export function HeaderRows({ form, change, kept, error }: PartProps & { kept: readonly string[]; error: Fault | undefined }) {
  const words = useWords(formWords)
  return (
    <fieldset className="field">
      <legend>{words.headers}</legend>
      {form.headers === undefined ? (
        <p>
          {words.headersKept(kept.join(', '))}{' '}
          <Button kind="bare" onClick={() => change({ headers: kept.map((name, id) => ({ id, name, value: '' })) })}>
            {words.replaceHeaders}
          </Button>
        </p>
      ) : (
        <Rows rows={form.headers} onChange={(headers) => change({ headers })} />
      )}
      {error !== undefined && (
        <p className="field-error" role="alert">
          <FaultText fault={error} />
        </p>
      )}
      <p className="field-hint">{words.headersHint}</p>
    </fieldset>
  )
}

function Rows({ rows, onChange }: { rows: readonly HeaderRow[]; onChange: (rows: readonly HeaderRow[]) => void }) {
  const words = useWords(formWords)
  const set = (at: number, next: Partial<HeaderRow>) => onChange(rows.map((row, index) => (index === at ? { ...row, ...next } : row)))
  const nextId = Math.max(-1, ...rows.map(({ id }) => id)) + 1
  return (
    <>
      {rows.map((row, at) => {
        const nth = String(at + 1)
        return (
          <div className="webhook-header-row" key={row.id}>
            <input
              className="input mono"
              aria-label={words.headerName(nth)}
              placeholder="X-Shop"
              value={row.name}
              onChange={(event) => set(at, { name: event.target.value })}
              autoComplete="off"
              spellCheck={false}
            />
            <input
              className="input mono"
              aria-label={words.headerValue(nth)}
              value={row.value}
              onChange={(event) => set(at, { value: event.target.value })}
              autoComplete="off"
              spellCheck={false}
            />
            <IconButton icon="close" label={words.removeHeader(nth)} onClick={() => onChange(rows.filter((_, index) => index !== at))} />
          </div>
        )
      })}
      {rows.length < MAX_HEADERS && (
        <Button onClick={() => onChange([...rows, { id: nextId, name: '', value: '' }])}>{words.addHeader}</Button>
      )}
    </>
  )
}
