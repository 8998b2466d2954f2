import type { UseMutationResult } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FormErrors } from '../../ui/FormErrors.tsx'
import { settingsWords } from './words.ts'

export type Draft<T> = { values: T; set: (changes: Partial<T>) => void; isDirty: boolean; reset: () => void }

/** What a form shows: what is saved, and over it what was changed and is not saved yet. A change by somebody else appears in the other fields. */
export function useDraft<T extends object>(saved: T): Draft<T> {
  const [changes, setChanges] = useState<Partial<T>>({})
  const values = { ...saved, ...changes }
  return {
    values,
    set: (more) => setChanges((before) => ({ ...before, ...more })),
    isDirty: JSON.stringify(values) !== JSON.stringify(saved),
    reset: () => setChanges({}),
  }
}

type FormProps = {
  draft: Pick<Draft<object>, 'isDirty' | 'reset'>
  mutation: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error' | 'reset'>
  /** The fields that show their own sentence. */
  fields: readonly string[]
  children: ReactNode
}

/** Fields that are saved together. The browser checks what it can before anything is sent; the rest the server says. */
export function SettingsForm({ draft, mutation, fields, children }: FormProps) {
  const words = useWords(settingsWords)
  const discard = () => {
    draft.reset()
    mutation.reset()
  }
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.isDirty) mutation.mutate()
      }}
    >
      <FormErrors error={mutation.error} fields={fields} />
      {children}
      <div className="settings-end">
        <Button type="submit" kind="main" busy={mutation.isPending} disabled={!draft.isDirty}>
          {words.save}
        </Button>
        {draft.isDirty && <Button onClick={discard}>{words.discard}</Button>}
        {draft.isDirty && <span className="soft">{words.unsaved}</span>}
      </div>
    </form>
  )
}
