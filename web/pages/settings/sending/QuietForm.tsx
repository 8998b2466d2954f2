import { useWords } from '../../../i18n/words.ts'
import { useZone } from '../../../i18n/format.ts'
import { Checkbox, RadioGroup } from '../../../ui/Choice.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf } from '../../../ui/FormErrors.tsx'
import { useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { sendingWords } from './words.ts'

/** From nine in the evening to eight in the morning, as the law of the United States has it for advertising. */
const NIGHT = { from: '21:00', until: '08:00', clock: 'recipient' } as const
type Clock = NonNullable<Account['quiet_hours']>['clock']

/** When no campaign sends, and by whose clock. */
export function QuietForm({ account }: { account: Account }) {
  const words = useWords(sendingWords).quietHours
  const zone = useZone()
  const { from: start, until: end, clock: usual } = account.quiet_hours ?? NIGHT
  const draft = useDraft<{ isOn: boolean; from: string; until: string; clock: Clock }>({
    ...{ isOn: account.quiet_hours !== null, from: start, until: end, clock: usual },
  })
  const { isOn, from, until, clock } = draft.values
  const changes = () => ({ quiet_hours: isOn ? { from, until, clock } : null })
  const save = useSaveAccount({ changes, onSaved: draft.reset })
  const same = from === until ? words.same : undefined
  return (
    <SettingsForm draft={draft} mutation={save} fields={['quiet_hours.from', 'quiet_hours.until']}>
      <Checkbox {...{ label: words.on, checked: isOn, onChange: (isOn) => draft.set({ isOn }) }} />
      {isOn && (
        <>
          <div className="settings-pair">
            <TextField
              {...{ label: words.from, type: 'time', required: true, value: from, onChange: (from) => draft.set({ from }) }}
              error={errorOf(save.error, 'quiet_hours.from')}
            />
            <TextField
              {...{ label: words.until, type: 'time', required: true, value: until, onChange: (until) => draft.set({ until }) }}
              error={same ?? errorOf(save.error, 'quiet_hours.until')}
            />
          </div>
          <RadioGroup<Clock>
            {...{ legend: words.clock, value: clock, onChange: (clock) => draft.set({ clock }) }}
            options={[
              { value: 'recipient', label: words.recipient, about: words.recipientAbout },
              { value: 'account', label: words.account(zone), about: words.accountAbout },
            ]}
          />
        </>
      )}
    </SettingsForm>
  )
}
