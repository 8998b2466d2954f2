import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Explained } from '../../../../src/contract/conversions.ts'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { Section } from '../Shell.tsx'
import { clickIdIn } from './clickIdIn.ts'
import { Trace } from './Trace.tsx'
import { conversionWords } from './words.ts'

/** Asks what a conversion that happens now would follow from. Nothing is stored. */
export function TestConversion({ parameter }: { parameter: string | null }) {
  const words = useWords(conversionWords)
  const [text, setText] = useState('')
  const [name, setName] = useState('order')
  const click = clickIdIn(text, parameter)
  const ask = useMutation({
    mutationFn: (clickId: string) => send<Explained>('POST', '/v1/conversions/explain', { name: name.trim(), click_id: clickId }),
  })
  const titleOf = ({ state }: Explained) =>
    state === 'attributed' ? words.attributed : state === 'pending' ? words.pending : words.unattributed
  const missing = parameter === null ? words.noParameter : words.noClick(parameter)
  const problem = click.kind === 'missing' ? missing : errorOf(ask.error, 'click_id')
  return (
    <Section title={words.test} about={words.testAbout}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (click.kind === 'found') ask.mutate(click.id)
        }}
      >
        <FormErrors error={ask.error} fields={['click_id', 'name']} />
        <div className="settings-row">
          <TextField {...{ label: words.click, error: problem, required: true, maxLength: 4_000, value: text, onChange: setText }} />
          <TextField
            {...{ label: words.name, error: errorOf(ask.error, 'name'), required: true, maxLength: 64, value: name, onChange: setName }}
          />
        </div>
        <Button type="submit" busy={ask.isPending}>
          {words.testAction}
        </Button>
      </form>
      <div role="status" className="settings-result">
        {ask.data !== undefined && <Trace explained={ask.data} isGood={ask.data.state === 'attributed'} title={titleOf(ask.data)} />}
      </div>
    </Section>
  )
}
