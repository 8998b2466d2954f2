import { useState } from 'react'
import type { z } from 'zod'
import type { apiKey } from '../../../../src/contract/keys.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { Select, TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import type { SaveLimit } from './queries.ts'
import { sendingWords } from './words.ts'

type Period = 'day' | 'month'
type Props = { currency: string; keys: readonly z.infer<typeof apiKey>[]; save: SaveLimit }

/** Sets a limit for the account or one of its keys; one that exists is replaced. */
export function LimitForm({ currency, keys, save }: Props) {
  const words = useWords(sendingWords)
  const [keyId, setKeyId] = useState('')
  const [period, setPeriod] = useState<Period>('day')
  const [amount, setAmount] = useState('')
  const live = keys.filter(({ mode, revoked_at: revoked }) => mode === 'live' && revoked === null)
  const error = save.variables?.limit === null ? null : save.error
  // People write 250,00 as well; the API takes a point.
  const limit = amount.trim().replace(',', '.')
  return (
    <form
      className="settings-result"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ key_id: keyId === '' ? null : keyId, period, limit }, { onSuccess: () => setAmount('') })
      }}
    >
      <FormErrors error={error} fields={['limit', 'key_id']} />
      <div className="settings-row">
        <Select
          {...{ label: words.who, error: errorOf(error, 'key_id'), value: keyId, onChange: setKeyId }}
          options={[{ value: '', label: words.account }, ...live.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <Select<Period>
          {...{ label: words.period, value: period, onChange: setPeriod }}
          options={(['day', 'month'] as const).map((value) => ({ value, label: words.periods[value] }))}
        />
        <TextField
          {...{ label: words.amount(currency), error: errorOf(error, 'limit'), required: true, inputMode: 'decimal', maxLength: 17 }}
          {...{ value: amount, onChange: setAmount, placeholder: '250.00' }}
        />
        <Button type="submit" busy={save.isPending}>
          {words.set}
        </Button>
      </div>
    </form>
  )
}
