import './Combobox.css'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useWords } from '../i18n/words.ts'
import { Field, given, type FieldProps } from './Field.tsx'
import { nextIndex } from './nextIndex.ts'
import { usePlaced } from './usePlaced.ts'
import { uiWords } from './words.ts'

export type Choice = { value: string; label: string; about?: ReactNode; disabled?: boolean }

type ComboboxProps = FieldProps & {
  /** What is typed. The parent looks for it and gives the choices that match, so they may come from the server. */
  text: string
  onText: (text: string) => void
  choices: readonly Choice[]
  onChoose: (choice: Choice) => void
  /** Shown where no choice matches; nothing opens while it is empty and there are none. */
  empty?: ReactNode
  /** Enter without a marked choice, such as a number that was typed. */
  onEnter?: () => void
  placeholder?: string
  isLoading?: boolean
}

/** A field that offers what matches. Arrows mark, Enter takes, Escape closes; what is marked is said to those who do not see it. */
export function Combobox({ label, hint, error, optional, ...rest }: ComboboxProps) {
  return <Field {...given({ label, hint, error, optional })}>{(bound) => <Input {...rest} bound={bound} label={label} />}</Field>
}

type Bound = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

type InputProps = Omit<ComboboxProps, keyof FieldProps> & { bound: Bound; label: ReactNode }

function Input(props: InputProps) {
  const { text, onText, choices, empty, placeholder, isLoading = false, bound, label } = props
  const id = useId()
  const words = useWords(uiWords)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const { shown, at, open, close, take, onKey } = useOffers(props)
  usePlaced({ anchor: input, floating: list }, { isOpen: shown, sameWidth: true })
  return (
    <div className="combobox">
      <input
        {...bound}
        ref={input}
        className="input"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        value={text}
        placeholder={placeholder}
        onChange={(event) => {
          onText(event.target.value)
          open()
        }}
        onFocus={open}
        onBlur={close}
        onKeyDown={onKey}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={typeof label === 'string' ? label : words.choose}
        className="combobox-list"
        hidden={!shown}
        // The field keeps the focus while the mouse chooses.
        onPointerDown={(event) => event.preventDefault()}
      >
        {choices.map((choice, index) => (
          <Offer key={choice.value} id={`${id}-${index}`} choice={choice} isMarked={index === at} onTake={() => take(choice)} />
        ))}
      </div>
      {shown && choices.length === 0 && <Nothing>{isLoading ? words.loading : (empty ?? words.noMatch)}</Nothing>}
    </div>
  )
}

/** What is open, what is marked, and what keys do. */
function useOffers({ text, choices, onChoose, onEnter, empty, isLoading = false }: InputProps) {
  const [isOpen, setOpen] = useState(false)
  const [marked, setMarked] = useState(-1)
  const shown = isOpen && (choices.length > 0 || isLoading || (empty !== undefined && text !== ''))
  const at = Math.min(marked, choices.length - 1)
  const turn = (isOpen: boolean) => {
    setOpen(isOpen)
    setMarked(-1)
  }
  const take = (choice: Choice | undefined) => {
    if (choice?.disabled === true) return
    turn(false)
    if (choice === undefined) onEnter?.()
    else onChoose(choice)
  }
  const onKey = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, { at, count: choices.length })
    if (event.key === 'Escape' && shown) {
      // Only the list: a dialog around it stays.
      event.preventDefault()
      event.stopPropagation()
      turn(false)
    } else if (event.key === 'Enter' && (shown || onEnter !== undefined)) {
      event.preventDefault()
      take(choices[at])
    } else if (event.key.startsWith('Arrow') && next !== undefined && choices.length > 0) {
      event.preventDefault()
      setOpen(true)
      setMarked(next)
    }
  }
  return { shown, at, open: () => turn(true), close: () => turn(false), take, onKey }
}

const Offer = ({ id, choice, isMarked, onTake }: { id: string; choice: Choice; isMarked: boolean; onTake: () => void }) => (
  // The keyboard stays in the field, which acts on the marked offer.
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={isMarked}
    aria-disabled={choice.disabled}
    ref={(element) => {
      if (isMarked) element?.scrollIntoView({ block: 'nearest' })
    }}
    onClick={onTake}
  >
    <span>{choice.label}</span>
    {choice.about !== undefined && <span className="combobox-about">{choice.about}</span>}
  </div>
)

const Nothing = ({ children }: { children: ReactNode }) => (
  <p className="combobox-nothing" role="status">
    {children}
  </p>
)
