import './Field.css'
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { useWords } from '../i18n/words.ts'
import type { Fault } from './problems.ts'
import { FaultText } from './RefusalText.tsx'
import { uiWords } from './words.ts'

/** What every field has: a label, a hint below it, and the sentence that says what is wrong. */
export type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: Fault | undefined
  /** Left to the reader's choice: says so beside the label. */
  optional?: boolean
}
type Bound = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** Label, field, hint and error; `children` gets what ties the field to them. */
export function Field({ label, hint, error, optional = false, children }: FieldProps & { children: (bound: Bound) => ReactNode }) {
  const id = useId()
  const words = useWords(uiWords)
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter((part) => part !== false).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional && <span className="soft"> ({words.optional})</span>}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          <FaultText fault={error} />
        </p>
      )}
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type Input<Attributes> = FieldProps &
  Omit<Attributes, 'className' | 'onChange' | 'value' | 'id'> & { value: string; onChange: (value: string) => void }

/** One line of text. */
export const TextField = ({
  label,
  hint,
  error,
  optional,
  onChange,
  ref,
  ...rest
}: Input<InputHTMLAttributes<HTMLInputElement>> & { ref?: Ref<HTMLInputElement> }) => (
  <Field {...given({ label, hint, error, optional })}>
    {(bound) => <input className="input" type="text" {...rest} {...bound} ref={ref} onChange={(event) => onChange(event.target.value)} />}
  </Field>
)

/** Several lines of text. */
export const TextArea = ({
  label,
  hint,
  error,
  optional,
  onChange,
  ref,
  ...rest
}: Input<TextareaHTMLAttributes<HTMLTextAreaElement>> & { ref?: Ref<HTMLTextAreaElement> }) => (
  <Field {...given({ label, hint, error, optional })}>
    {(bound) => <textarea className="input" rows={4} {...rest} {...bound} ref={ref} onChange={(event) => onChange(event.target.value)} />}
  </Field>
)

export type Option<Value extends string = string> = { value: Value; label: string; disabled?: boolean }

/** One of some; the browser's own, which phones show as they are used to. */
export function Select<Value extends string>({
  label,
  hint,
  error,
  optional,
  options,
  value,
  onChange,
  ...rest
}: FieldProps & { options: readonly Option<Value>[]; value: Value; onChange: (value: Value) => void } & Omit<
    SelectHTMLAttributes<HTMLSelectElement>,
    'className' | 'onChange' | 'value' | 'id'
  >) {
  const choose = (word: string) => {
    const option = options.find((option) => option.value === word)
    if (option !== undefined) onChange(option.value)
  }
  return (
    <Field {...given({ label, hint, error, optional })}>
      {(bound) => (
        <select className="input" {...rest} {...bound} value={value} onChange={(event) => choose(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Under exactOptionalPropertyTypes what is undefined has to be left out. */
export const given = ({
  label,
  hint,
  error,
  optional,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: Fault | undefined
  optional?: boolean | undefined
}): FieldProps => ({
  label,
  error,
  ...(hint === undefined ? {} : { hint }),
  ...(optional === undefined ? {} : { optional }),
})
