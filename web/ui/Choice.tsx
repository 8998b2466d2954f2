import { useId, type ReactNode } from 'react'
import type { Fault } from './problems.ts'
import { FaultText } from './RefusalText.tsx'

type ChoiceProps = {
  label: ReactNode
  /** What it means, below the label. */
  about?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** Yes or no, carried out with the form that it stands in. */
export const Checkbox = (props: ChoiceProps) => <Tick {...props} kind="checkbox" />

/** Yes or no, carried out at once. */
export const Switch = (props: ChoiceProps) => <Tick {...props} kind="switch" />

function Tick({ label, about, checked, onChange, disabled = false, kind }: ChoiceProps & { kind: 'checkbox' | 'switch' }) {
  const id = useId()
  return (
    <div className="choice">
      <input
        id={id}
        type="checkbox"
        role={kind === 'switch' ? 'switch' : undefined}
        className={kind === 'switch' ? 'switch' : undefined}
        checked={checked}
        disabled={disabled}
        aria-describedby={about === undefined ? undefined : `${id}-about`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id} className="choice-label">
          {label}
        </label>
        {about !== undefined && (
          <span className="choice-about" id={`${id}-about`}>
            {about}
          </span>
        )}
      </div>
    </div>
  )
}

export type RadioOption<Value extends string> = { value: Value; label: ReactNode; about?: ReactNode; disabled?: boolean }

/** One of a few, all of them in sight. Arrow keys move, as in every radio group of the browser. */
export function RadioGroup<Value extends string>({
  legend,
  options,
  value,
  onChange,
  error,
}: {
  legend: ReactNode
  options: readonly RadioOption<Value>[]
  value: Value | undefined
  onChange: (value: Value) => void
  error?: Fault | undefined
}) {
  const id = useId()
  return (
    <fieldset className="field" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <div className="choice" key={option.value}>
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={id}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          <div>
            <label htmlFor={`${id}-${option.value}`} className="choice-label">
              {option.label}
            </label>
            {option.about !== undefined && <span className="choice-about">{option.about}</span>}
          </div>
        </div>
      ))}
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          <FaultText fault={error} />
        </p>
      )}
    </fieldset>
  )
}
