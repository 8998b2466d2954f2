import { useWords } from '../../i18n/words.ts'
import { TextArea, TextField } from '../../ui/Field.tsx'
import { errorOf } from '../../ui/FormErrors.tsx'
import { contactWords } from './contactWords.ts'

/** A consent in a form: `at` as a field for times has it, in the clock of the browser. */
export type ConsentValue = { source: string; at: string; wording: string }
export const noConsent: ConsentValue = { source: '', at: '', wording: '' }

type Consent = { source: string; at?: string; wording?: string }

/** As the API takes it; without a source there is none. */
export function consentOf({ source, at, wording }: ConsentValue): { consent?: Consent } {
  if (source.trim() === '' && at === '' && wording.trim() === '') return {}
  return {
    consent: {
      source: source.trim(),
      ...(at === '' ? {} : { at: new Date(at).toISOString() }),
      ...(wording.trim() === '' ? {} : { wording: wording.trim() }),
    },
  }
}

/** Where, when and to what words somebody agreed to get messages. */
export function ConsentFields({
  value,
  onChange,
  error,
  optional = false,
}: {
  value: ConsentValue
  onChange: (value: ConsentValue) => void
  error: unknown
  optional?: boolean
}) {
  const words = useWords(contactWords)
  const isBegun = value.at !== '' || value.wording.trim() !== ''
  return (
    <>
      <TextField
        label={words.consentSource}
        optional={optional}
        required={!optional || isBegun}
        maxLength={200}
        value={value.source}
        onChange={(source) => onChange({ ...value, source })}
        hint={words.consentSourceHint}
        error={errorOf(error, 'consent.source')}
      />
      <TextField
        label={words.consentAt}
        optional
        type="datetime-local"
        value={value.at}
        onChange={(at) => onChange({ ...value, at })}
        hint={words.consentAtHint}
        error={errorOf(error, 'consent.at')}
      />
      <TextArea
        label={words.wording}
        optional
        rows={2}
        maxLength={2_000}
        value={value.wording}
        onChange={(wording) => onChange({ ...value, wording })}
        hint={words.wordingHint}
      />
    </>
  )
}
