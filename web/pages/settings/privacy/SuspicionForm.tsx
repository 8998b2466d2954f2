import { suspicions } from '../../../../src/contract/suspicions.ts'
import { useWords } from '../../../i18n/words.ts'
import { Checkbox } from '../../../ui/Choice.tsx'
import { useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { suspicionWords } from './suspicionWords.ts'

/** Which rules of timing and bursts take a hit for a bot's. */
export function SuspicionForm({ account }: { account: Account }) {
  const words = useWords(suspicionWords)
  const draft = useDraft({ ignored: account.ignored_suspicions })
  const { ignored } = draft.values
  const save = useSaveAccount({ changes: () => ({ ignored_suspicions: ignored }), onSaved: draft.reset })
  return (
    <SettingsForm draft={draft} mutation={save} fields={[]}>
      <fieldset className="field">
        <legend>{words.rules}</legend>
        {suspicions.map((name) => (
          <Checkbox
            key={name}
            label={words.names[name]}
            about={words.about[name]}
            checked={!ignored.includes(name)}
            // In the order of the list, so that switching one off and on again is no change.
            onChange={(isOn) => draft.set({ ignored: suspicions.filter((one) => (one === name ? !isOn : ignored.includes(one))) })}
          />
        ))}
      </fieldset>
    </SettingsForm>
  )
}
