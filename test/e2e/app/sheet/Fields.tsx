import { useState } from 'react'
import { ApiError } from '../../../../web/api.ts'
import { Button, ButtonLink, IconButton } from '../../../../web/ui/Button.tsx'
import { Checkbox, RadioGroup, Switch } from '../../../../web/ui/Choice.tsx'
import { Combobox, type Choice } from '../../../../web/ui/Combobox.tsx'
import { Select, TextArea, TextField } from '../../../../web/ui/Field.tsx'
import { errorOf, FormErrors } from '../../../../web/ui/FormErrors.tsx'

const refused = new ApiError('body_invalid', 'The body is wrong at name: too short. 1 more in "errors".', {
  status: 400,
  field: 'name',
  errors: [
    { field: 'name', message: 'Too short: use 1 to 200 characters' },
    { field: 'settings.label', message: 'Too long' },
  ],
})

export function Fields() {
  const [values, setValues] = useState({ name: '', text: 'Hi', zone: 'utc', when: 'now', agreed: false, live: false, presses: 0 })
  const change = (next: Partial<typeof values>) => setValues((former) => ({ ...former, ...next }))
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <FormErrors error={refused} fields={['name']} />
      <TextField
        label="Name"
        hint="Only you see it."
        error={errorOf(refused, 'name')}
        value={values.name}
        onChange={(name) => change({ name })}
      />
      <TextArea label="Text" optional value={values.text} onChange={(text) => change({ text })} />
      <Select
        label="Zone"
        options={[
          { value: 'utc', label: 'UTC' },
          { value: 'berlin', label: 'Berlin' },
        ]}
        value={values.zone}
        onChange={(zone) => change({ zone })}
      />
      <RadioGroup
        legend="When"
        options={[
          { value: 'now', label: 'Now' },
          { value: 'later', label: 'Later', about: 'At a time of yours.' },
        ]}
        value={values.when}
        onChange={(when) => change({ when })}
      />
      <Checkbox label="Agreed" about="To all of it." checked={values.agreed} onChange={(agreed) => change({ agreed })} />
      <Switch label="Live" checked={values.live} onChange={(live) => change({ live })} />
      <Search />
      <Button kind="main" onClick={() => change({ presses: values.presses + 1 })}>
        Press
      </Button>{' '}
      <Button busy onClick={() => change({ presses: values.presses + 100 })}>
        Busy
      </Button>{' '}
      <Button kind="danger">Delete</Button> <IconButton icon="close" label="Remove" /> <ButtonLink to="/elsewhere">Elsewhere</ButtonLink>
      <output style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(values)}</output>
    </form>
  )
}

const cities: readonly Choice[] = ['Berlin', 'Bern', 'Paris', 'Rome'].map((label) => ({ value: label, label, disabled: label === 'Bern' }))

function Search() {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  return (
    <>
      <Combobox
        label="City"
        text={text}
        onText={setText}
        choices={cities.filter(({ label }) => label.toLowerCase().startsWith(text.toLowerCase()))}
        onChoose={({ label }) => {
          setChosen(label)
          setText('')
        }}
        empty="No such city."
      />
      <p>Chosen: {chosen}</p>
    </>
  )
}
