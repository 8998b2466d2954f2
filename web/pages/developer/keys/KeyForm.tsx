import { useState, type FormEvent } from 'react'
import { firstKeyScopes, scopes, type Scope } from '../../../../src/contract/scopes.ts'
import { useWords } from '../../../i18n/words.ts'
import { useSession } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox, RadioGroup } from '../../../ui/Choice.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { uiWords } from '../../../ui/words.ts'
import type { Fault } from '../../../ui/problems.ts'
import { FaultText } from '../../../ui/RefusalText.tsx'
import { scopeWords } from '../scopeWords.ts'
import { useMakeKey, type KeyMade } from './queries.ts'
import { keyWords } from './words.ts'

/** What a key is for and what it may. Nobody is offered more than they may themselves. */
export function KeyForm({ onClose, onMade }: { onClose: () => void; onMade: (key: KeyMade) => void }) {
  const words = useWords(keyWords)
  const common = useWords(uiWords)
  const { scopes: own } = useSession()
  const [name, setName] = useState('')
  const [mode, setMode] = useState<'live' | 'test'>('live')
  const [chosen, setChosen] = useState<readonly Scope[]>(firstKeyScopes.filter((scope) => own.includes(scope)))
  const [isChecked, setChecked] = useState(false)
  const make = useMakeKey()
  const nameError = name.trim() === '' ? words.nameMissing : undefined
  const scopeError = chosen.length === 0 ? words.scopeMissing : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (nameError !== undefined || scopeError !== undefined) return
    make.mutate({ name: name.trim(), mode, scopes: [...chosen] }, { onSuccess: onMade })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button kind="main" type="submit" form="key-form" busy={make.isPending}>
        {words.make}
      </Button>
    </>
  )
  const modes = (['live', 'test'] as const).map((value) => ({ value, label: words.modes[value].name, about: words.modes[value].meaning }))
  return (
    <Dialog title={words.makeTitle} onClose={onClose} footer={footer}>
      <form id="key-form" onSubmit={submit} noValidate>
        <FormErrors error={make.error} fields={['name', 'scopes']} />
        <TextField
          label={words.name}
          hint={words.nameHint}
          value={name}
          onChange={setName}
          error={(isChecked ? nameError : undefined) ?? errorOf(make.error, 'name')}
          maxLength={100}
          autoComplete="off"
        />
        <RadioGroup legend={words.mode} options={modes} value={mode} onChange={setMode} />
        <ScopeChoice
          offered={scopes.filter((scope) => own.includes(scope))}
          chosen={chosen}
          onChange={setChosen}
          error={(isChecked ? scopeError : undefined) ?? errorOf(make.error, 'scopes')}
        />
      </form>
    </Dialog>
  )
}

function ScopeChoice({
  offered,
  chosen,
  onChange,
  error,
}: {
  offered: readonly Scope[]
  chosen: readonly Scope[]
  onChange: (scopes: readonly Scope[]) => void
  error: Fault | undefined
}) {
  const words = useWords(keyWords)
  const meanings = useWords(scopeWords)
  return (
    <fieldset className="field key-scopes">
      <legend>{words.may}</legend>
      <div className="key-all">
        <Button kind="bare" onClick={() => onChange(offered)}>
          {words.all}
        </Button>
        <Button kind="bare" onClick={() => onChange([])}>
          {words.none}
        </Button>
      </div>
      {error !== undefined && (
        <p className="field-error" role="alert">
          <FaultText fault={error} />
        </p>
      )}
      {offered.map((scope) => (
        <Checkbox
          key={scope}
          label={<code>{scope}</code>}
          about={meanings[scope]}
          checked={chosen.includes(scope)}
          onChange={(isOn) => onChange(isOn ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
        />
      ))}
    </fieldset>
  )
}
