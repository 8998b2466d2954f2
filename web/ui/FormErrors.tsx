import { ApiError } from '../api.ts'
import { useWords } from '../i18n/words.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { Note } from './Note.tsx'
import { uiWords } from './words.ts'

/**
 * The sentence that belongs beside a field.
 * @param field JSON path as the API names it, such as `name` or `variants[0].text`
 */
export function errorOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  const own = error.errors.find((one) => one.field === field)?.message
  return own ?? (error.field === field ? error.message : undefined)
}

/** Above a form: what is wrong and stands beside none of its fields. `fields` are those that show their own sentence. */
export function FormErrors({ error, fields }: { error: unknown; fields: readonly string[] }) {
  const words = useWords(uiWords)
  if (error === null || error === undefined) return null
  if (!(error instanceof ApiError) || error.field === undefined) return <ErrorNote error={error} />
  const rest = error.errors.filter(({ field }) => !fields.includes(field))
  const isBeside = fields.includes(error.field)
  return (
    <Note kind="error" title={words.fieldErrors}>
      {!isBeside && rest.length === 0 && <p>{error.message}</p>}
      {rest.map(({ field, message }) => (
        <p key={field}>
          <code>{field}</code>: {message}
        </p>
      ))}
    </Note>
  )
}
