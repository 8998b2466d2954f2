import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { errorOf } from '../../../ui/FormErrors.tsx'
import { useWords } from '../../../i18n/words.ts'
import { useMay, useSession } from '../../../session.ts'
import { Checkbox } from '../../../ui/Choice.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { orNull } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { Facts, ReadOnlyNote, Section, SettingsShell } from '../Shell.tsx'
import { settingsWords } from '../words.ts'
import { saveSeven, sevenQuery, type SevenSettings } from './queries.ts'
import { SigningKey } from './SigningKey.tsx'
import { sevenWords } from './words.ts'

/** How programs that were written for seven.io are answered, and the key that they sign with. */
export default function SevenPage() {
  const words = useWords(sevenWords)
  const query = useQuery(sevenQuery)
  const mayChange = useMay('account:write')
  const maySign = useMay('webhooks:write')
  const { base_url: base } = useSession()
  return (
    <SettingsShell page="seven">
      {!mayChange && <ReadOnlyNote />}
      <Section title={words.requests} about={words.requestsAbout}>
        <CodeBlock code={`${base}/compat/seven/api`} label={words.address} oneLine />
        <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
          {(settings) => (mayChange ? <SevenForm settings={settings} /> : <SevenFacts settings={settings} />)}
        </QueryView>
      </Section>
      {maySign && (
        <Section title={words.key} about={words.keyAbout}>
          <SigningKey />
        </Section>
      )}
    </SettingsShell>
  )
}

function SevenForm({ settings }: { settings: SevenSettings }) {
  const words = useWords(sevenWords)
  const draft = useDraft({ sender: settings.sender ?? '', mustSign: settings.requires_signature })
  const save = useSave({
    changes: () => ({ sender: orNull(draft.values.sender), requires_signature: draft.values.mustSign }),
    onSaved: draft.reset,
  })
  return (
    <SettingsForm draft={draft} mutation={save} fields={['sender']}>
      <TextField
        {...{ label: words.sender, hint: words.senderHint, error: errorOf(save.error, 'sender'), optional: true, maxLength: 16 }}
        {...{ value: draft.values.sender, onChange: (sender) => draft.set({ sender }) }}
      />
      <Checkbox
        {...{ label: words.signature, about: words.signatureAbout, checked: draft.values.mustSign }}
        onChange={(mustSign) => draft.set({ mustSign })}
      />
    </SettingsForm>
  )
}

function useSave({ changes, onSaved }: { changes: () => SevenSettings; onSaved: () => void }) {
  const client = useQueryClient()
  const toast = useToast()
  const words = useWords(settingsWords)
  return useMutation({
    mutationFn: () => saveSeven(changes()),
    onSuccess: (saved) => {
      client.setQueryData(sevenQuery.queryKey, saved)
      onSaved()
      toast(words.saved)
    },
  })
}

function SevenFacts({ settings: { sender, requires_signature: mustSign } }: { settings: SevenSettings }) {
  const words = useWords(sevenWords)
  return (
    <Facts
      facts={[
        { name: words.sender, value: sender ?? 'SMS' },
        { name: words.signature, value: mustSign ? words.yes : words.no },
      ]}
    />
  )
}
