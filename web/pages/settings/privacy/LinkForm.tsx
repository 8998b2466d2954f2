import { useWords } from '../../../i18n/words.ts'
import { RadioGroup } from '../../../ui/Choice.tsx'
import { Select, TextField } from '../../../ui/Field.tsx'
import { errorOf } from '../../../ui/FormErrors.tsx'
import { orNull, useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { privacyWords } from './words.ts'

const forms = ['full', 'bare'] as const
const referrers = ['no-referrer', 'origin', 'strict-origin-when-cross-origin'] as const

/** How short links are written, how long they work, where they lead afterwards. */
export function LinkForm({ account }: { account: Account }) {
  const words = useWords(privacyWords)
  const draft = useDraft({
    ...{ form: account.link_form, days: String(account.link_validity_days ?? '') },
    ...{ fallback: account.fallback_url ?? '', referrer: account.referrer_policy },
  })
  const { form, days, fallback, referrer } = draft.values
  const changes = () => ({
    ...{ link_form: form, link_validity_days: days === '' ? null : Number(days) },
    ...{ fallback_url: orNull(fallback), referrer_policy: referrer },
  })
  const save = useSaveAccount({ changes, onSaved: draft.reset })
  return (
    <SettingsForm draft={draft} mutation={save} fields={['link_validity_days', 'fallback_url']}>
      <RadioGroup
        legend={words.linkForm}
        options={forms.map((value) => ({ value, label: words.linkForms[value].name, about: words.linkForms[value].about }))}
        value={form}
        onChange={(form) => draft.set({ form })}
      />
      <TextField
        {...{ label: words.validity, hint: words.validityHint, error: errorOf(save.error, 'link_validity_days'), optional: true }}
        {...{ type: 'number', min: 1, max: 3_650, step: 1, value: days, onChange: (days) => draft.set({ days }) }}
      />
      <TextField
        {...{ label: words.fallback, hint: words.fallbackHint, error: errorOf(save.error, 'fallback_url'), optional: true }}
        {...{ inputMode: 'url', maxLength: 2_048, value: fallback, onChange: (fallback) => draft.set({ fallback }) }}
        placeholder="https://acme.example/expired"
      />
      <Select
        label={words.referrer}
        options={referrers.map((value) => ({ value, label: words.referrers[value] }))}
        value={referrer}
        onChange={(referrer) => draft.set({ referrer })}
      />
    </SettingsForm>
  )
}
