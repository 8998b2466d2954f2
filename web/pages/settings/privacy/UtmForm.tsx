import { TextField } from '../../../ui/Field.tsx'
import { errorOf } from '../../../ui/FormErrors.tsx'
import { useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'

const names = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const
type Values = Record<(typeof names)[number], string>

/** The UTM parameters that destinations get; an empty one is not added. */
export function UtmForm({ account: { utm } }: { account: Account }) {
  const saved: Values = {
    ...{ utm_source: utm.utm_source ?? '', utm_medium: utm.utm_medium ?? '', utm_campaign: utm.utm_campaign ?? '' },
    ...{ utm_term: utm.utm_term ?? '', utm_content: utm.utm_content ?? '' },
  }
  const draft = useDraft(saved)
  const filled = names.filter((name) => draft.values[name].trim() !== '')
  const changes = () => ({ utm: Object.fromEntries(filled.map((name) => [name, draft.values[name].trim()])) })
  const save = useSaveAccount({ changes, onSaved: draft.reset })
  return (
    <SettingsForm draft={draft} mutation={save} fields={names.map((name) => `utm.${name}`)}>
      <div className="settings-pair">
        {names.map((name) => (
          <TextField
            key={name}
            {...{ label: <code>{name}</code>, error: errorOf(save.error, `utm.${name}`), maxLength: 200 }}
            {...{ value: draft.values[name], onChange: (text) => draft.set({ [name]: text }) }}
          />
        ))}
      </div>
    </SettingsForm>
  )
}
