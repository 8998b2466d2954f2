import { ApiError } from '../api.ts'
import { useWords } from '../i18n/words.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { Note } from './Note.tsx'
import type { Refusal } from './problems.ts'
import { RefusalText } from './RefusalText.tsx'
import { uiWords } from './words.ts'

/**
 * Why the value of a field was refused; the field words it.
 * @param field JSON path as the API names it, such as `name` or `variants[0].text`
 */
export function errorOf(error: unknown, field: string): Refusal | undefined {
  if (!(error instanceof ApiError)) return undefined
  const { code } = error
  const own = error.errors.find((one) => one.field === field)
  if (own !== undefined) return { code, ...own }
  return error.field === field ? { code, message: error.message } : undefined
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
      {!isBeside && rest.length === 0 && (
        <p>
          <RefusalText refusal={error} />
        </p>
      )}
      {rest.map((one) => (
        <p key={one.field}>
          <code>{one.field}</code>: <RefusalText refusal={{ code: error.code, ...one }} />
        </p>
      ))}
    </Note>
  )
}
