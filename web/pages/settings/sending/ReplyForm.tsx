import { useWords } from '../../../i18n/words.ts'
import { TextArea } from '../../../ui/Field.tsx'
import { errorOf } from '../../../ui/FormErrors.tsx'
import { orNull, useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { sendingWords } from './words.ts'

/** The three texts that go back by themselves. */
export function ReplyForm({ account }: { account: Account }) {
  const words = useWords(sendingWords)
  const draft = useDraft({ stop: account.stop_reply ?? '', start: account.start_reply ?? '', help: account.help_reply ?? '' })
  const { stop, start, help } = draft.values
  const changes = () => ({ stop_reply: orNull(stop), start_reply: orNull(start), help_reply: orNull(help) })
  const save = useSaveAccount({ changes, onSaved: draft.reset })
  return (
    <SettingsForm draft={draft} mutation={save} fields={['stop_reply', 'start_reply', 'help_reply']}>
      {(['stop', 'start', 'help'] as const).map((name) => (
        <TextArea
          key={name}
          {...{ label: words[name], hint: words.replyHint, error: errorOf(save.error, `${name}_reply`), optional: true }}
          {...{ rows: 2, maxLength: 600, value: draft.values[name], onChange: (text) => draft.set({ [name]: text }) }}
        />
      ))}
    </SettingsForm>
  )
}
