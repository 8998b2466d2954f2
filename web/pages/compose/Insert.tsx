import { useQuery } from '@tanstack/react-query'
import { useState, type RefObject } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Popover, useClosePopover } from '../../ui/Popover.tsx'
import type { Draft } from './draft.ts'
import type { Surroundings } from './surroundings.ts'
import { useEngine } from './useEngine.ts'
import { fieldNamesQuery } from './queries.ts'
import { textWords } from './textWords.ts'

type Insert = (text: string) => void

/** Puts a merge field of the contacts where the cursor is, with what stands there for who lacks it. */
export function FieldPicker({ insert }: { insert: Insert }) {
  const words = useWords(textWords).fields
  const mayRead = useMay('contacts:read')
  const { data } = useQuery({ ...fieldNamesQuery, enabled: mayRead })
  if (data === undefined) return null
  return (
    <Popover label={words.button} kind="bare">
      {data.fields.length === 0 ? <p>{words.none}</p> : <FieldForm names={data.fields} insert={insert} />}
    </Popover>
  )
}

function FieldForm({ names, insert }: { names: readonly string[]; insert: Insert }) {
  const words = useWords(textWords).fields
  const close = useClosePopover()
  const [name, setName] = useState(names[0] ?? '')
  const [fallback, setFallback] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        close()
        insert(fallback === '' ? `{${name}}` : `{${name}|${fallback}}`)
      }}
    >
      <Select label={words.pick} options={names.map((value) => ({ value, label: value }))} value={name} onChange={setName} />
      <TextField
        label={words.fallback}
        hint={words.fallbackHint}
        optional
        value={fallback}
        maxLength={100}
        // Braces would end the field.
        onChange={(value) => setFallback(value.replace(/[{}]/g, ''))}
      />
      <Button type="submit">{words.insert}</Button>
    </form>
  )
}

/** Adds to the end of the text how one opts out. */
export function OptOutMenu({ draft, surroundings, onText }: { draft: Draft; surroundings: Surroundings; onText: (text: string) => void }) {
  const words = useWords(textWords).optOut
  const { number } = useFormat()
  const { optOutLength, optOutField } = useEngine()
  const length = optOutLength(draft, surroundings)
  const append = (line: string) => onText(draft.text.trim() === '' ? line : `${draft.text.trimEnd()}\n${line}`)
  const item = (label: string, about: string) => (
    <span>
      {label}
      <span className="compose-item-about">{about}</span>
    </span>
  )
  return (
    <Menu
      label={words.button}
      kind="bare"
      items={[
        {
          key: 'link',
          label: item(words.link, words.linkAbout(number(length))),
          disabled: draft.text.includes(`{${optOutField}}`),
          onChoose: () => append(words.linkText(`{${optOutField}}`)),
        },
        { key: 'reply', label: item(words.reply, words.replyAbout), onChoose: () => append(words.replyText) },
      ]}
    />
  )
}

/** Writes into a field where its cursor is, through the browser, so that undo takes it back; then the cursor stands behind it. */
export function insertAt(field: RefObject<HTMLTextAreaElement | null>, text: string, fallback: (text: string) => void): void {
  const element = field.current
  if (element === null) return fallback(text)
  element.focus()
  if (!document.execCommand('insertText', false, text)) fallback(text)
}
