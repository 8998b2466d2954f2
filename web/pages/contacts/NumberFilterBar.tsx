import { useState, type ReactNode } from 'react'
import { useSession } from '../../session.ts'
import { TextField } from '../../ui/Field.tsx'

type NumberFilterBarProps = {
  phone: string
  onPhone: (phone: string) => void
  words: { label: string; hint: string; masked: string }
  /** The other filters. */
  children: ReactNode
}

/** Filters of a list by number and more. Who sees numbers masked cannot search by them, and is told so. */
export function NumberFilterBar({ phone, onPhone, words, children }: NumberFilterBarProps) {
  const isMasked = useSession().numbers === 'masked'
  const [typed, setTyped] = useState(phone)
  return (
    <form
      className="filter-bar"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        onPhone(typed.trim())
      }}
    >
      {isMasked ? (
        <p className="soft small">{words.masked}</p>
      ) : (
        <TextField
          label={words.label}
          type="search"
          placeholder={words.hint}
          maxLength={50}
          value={typed}
          onChange={(text) => {
            setTyped(text)
            if (text === '') onPhone('')
          }}
          onBlur={() => onPhone(typed.trim())}
        />
      )}
      {children}
    </form>
  )
}
