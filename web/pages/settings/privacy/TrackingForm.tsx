import { useWords } from '../../../i18n/words.ts'
import { Checkbox, RadioGroup } from '../../../ui/Choice.tsx'
import { useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { privacyWords } from './words.ts'

const modes = ['full', 'aggregate', 'off'] as const
const gpcs = ['count', 'aggregate'] as const

/** How much is known of a tap. */
export function TrackingForm({ account }: { account: Account }) {
  const words = useWords(privacyWords)
  const draft = useDraft({ tracking: account.tracking, gpc: account.gpc, inUrls: account.merge_fields_in_urls })
  const { tracking, gpc, inUrls } = draft.values
  const save = useSaveAccount({ changes: () => ({ tracking, gpc, merge_fields_in_urls: inUrls }), onSaved: draft.reset })
  return (
    <SettingsForm draft={draft} mutation={save} fields={[]}>
      <RadioGroup
        legend={words.mode}
        options={modes.map((value) => ({ value, label: words.modes[value].name, about: words.modes[value].about }))}
        value={tracking}
        onChange={(tracking) => draft.set({ tracking })}
      />
      <RadioGroup
        legend={words.gpc}
        options={gpcs.map((value) => ({ value, label: words.gpcs[value].name, about: words.gpcs[value].about }))}
        value={gpc}
        onChange={(gpc) => draft.set({ gpc })}
      />
      <Checkbox label={words.mergeInUrls} about={words.mergeInUrlsAbout} checked={inUrls} onChange={(inUrls) => draft.set({ inUrls })} />
    </SettingsForm>
  )
}
