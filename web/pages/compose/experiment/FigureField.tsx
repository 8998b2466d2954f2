import { useState } from 'react'
import { useFormat } from '../../../i18n/format.ts'
import { TextField } from '../../../ui/Field.tsx'
import { readFigure, type FigureForm } from './readFigure.ts'

type FigureProps = {
  label: string
  hint?: string
  error?: string | undefined
  form: FigureForm
  /** null: what is written is no number. */
  value: number | null
  onChange: (value: number | null) => void
}

/** A number as one writes it; what is no number stays as it was typed until it is one. */
export function FigureField({ label, hint, error, form, value, onChange }: FigureProps) {
  const { locale } = useFormat()
  const [typed, setTyped] = useState('')
  const written = new Intl.NumberFormat(locale, { maximumFractionDigits: 3, useGrouping: false })
  const shown = readFigure(typed, form) === value ? typed : value === null ? '' : written.format(form === 'part' ? value * 100 : value)
  const type = (text: string) => {
    setTyped(text)
    onChange(readFigure(text, form))
  }
  return (
    <TextField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      error={error}
      inputMode={form === 'count' ? 'numeric' : 'decimal'}
      maxLength={12}
      value={shown}
      onChange={type}
    />
  )
}
