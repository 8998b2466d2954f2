import { useId, type HTMLInputTypeAttribute } from 'react'

/** In a row of a rule names stand in the fields themselves, for those who do not see them too. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

/** A short field; `offers` are proposed as somebody types. */
export function Text({
  label,
  placeholder = label,
  offers,
  onChange,
  ...rest
}: {
  label: string
  placeholder?: string
  value: string
  offers?: readonly string[]
  onChange: (value: string) => void
  type?: HTMLInputTypeAttribute
  min?: number
  max?: number
  step?: string | undefined
  maxLength?: number
}) {
  const id = useId()
  return (
    <>
      <input
        className="input"
        aria-label={label}
        placeholder={placeholder}
        title={label}
        {...(offers === undefined ? {} : { list: id })}
        {...rest}
        onChange={(event) => onChange(event.target.value)}
      />
      {offers !== undefined && (
        <datalist id={id}>
          {offers.map((offer) => (
            <option key={offer} value={offer}>
              {offer}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}
