import { AppError } from '../../lib/errors.ts'
import { html, raw, type Html } from './html.ts'
import type { PageWords } from './pageWords.ts'

/** What a form or a query string sent under a name: the first value, or an empty text. */
export function field(form: unknown, name: string): string {
  return fields(form, name)[0] ?? ''
}

/** All values under a name, as check boxes send them. */
export function fields(form: unknown, name: string): string[] {
  const value: unknown = typeof form === 'object' && form !== null ? Object.entries(form).find(([key]) => key === name)?.[1] : undefined
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((item) => typeof item === 'string')
}

/** What is wrong with a form, in a sentence, and beside which field it stands; without one, above the form. */
export type FormError = { field: string | undefined; message: string; status: number }

/** One line of a form: its label, a hint, and the sentence that says what is wrong with it. */
export function inputRow({
  name,
  label,
  type,
  value = '',
  autocomplete,
  hint,
  error,
}: {
  name: string
  label: string
  type: 'email' | 'password' | 'text'
  value?: string
  autocomplete: string
  hint?: string
  error: FormError | undefined
}): Html {
  const own = error?.field === name ? error : undefined
  const described = [hint !== undefined && `${name}-hint`, own !== undefined && `${name}-error`].filter((id) => id !== false)
  return html`<div class="row">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      autocomplete="${autocomplete}"
      required
      ${described.length > 0 && html`aria-describedby="${described.join(' ')}"`}
      ${own !== undefined && raw('aria-invalid="true" autofocus')}
    />
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${own !== undefined && html`<p class="error" id="${name}-error">${own.message}</p>`}
  </div>`
}

/** The sentence above a form that belongs to no field. */
export const formError = (error: FormError | undefined, known: readonly string[]): Html | undefined =>
  error !== undefined && !(error.field !== undefined && known.includes(error.field))
    ? html`<p class="error" role="alert">${error.message}</p>`
    : undefined

/** Turns the caller's fault into a sentence for the form; a bug stays an exception. */
export function toFormError(
  error: unknown,
  statusOf: Readonly<Record<string, number>>,
  { failures }: Pick<PageWords, 'failures'> = { failures: {} },
): FormError {
  if (!(error instanceof AppError)) throw error
  return { field: error.field, message: failures[error.code] ?? error.message, status: statusOf[error.code] ?? 500 }
}
