import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Select, TextField } from '../../../ui/Field.tsx'
import { errorOf } from '../../../ui/FormErrors.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { accountQuery, orNull, useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { Facts, ReadOnlyNote, Section, SettingsShell } from '../Shell.tsx'
import { accountWords } from './words.ts'

/** Name, time zone, currency and country. */
export default function AccountPage() {
  const words = useWords(accountWords)
  const query = useQuery(accountQuery)
  const mayChange = useMay('account:write')
  return (
    <SettingsShell page="account">
      <Section title={words.title}>
        <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
          {(account) => (mayChange ? <AccountForm account={account} /> : <AccountFacts account={account} />)}
        </QueryView>
      </Section>
    </SettingsShell>
  )
}

function AccountForm({ account }: { account: Account }) {
  const words = useWords(accountWords)
  const draft = useDraft({
    ...{ name: account.name, timeZone: account.time_zone },
    ...{ currency: account.currency ?? '', country: account.default_country ?? '' },
  })
  const { name, timeZone, currency, country } = draft.values
  const changes = () => ({ name, time_zone: timeZone, currency: orNull(currency), default_country: orNull(country) })
  const save = useSaveAccount({ changes, onSaved: draft.reset })
  const countryName = useCountryName()(country)
  return (
    <SettingsForm draft={draft} mutation={save} fields={['name', 'time_zone', 'currency', 'default_country']}>
      <TextField
        {...{ label: words.name, hint: words.nameHint, error: errorOf(save.error, 'name') }}
        {...{ required: true, maxLength: 100, value: name, onChange: (name) => draft.set({ name }) }}
      />
      <Select
        {...{ label: words.timeZone, hint: words.timeZoneHint, error: errorOf(save.error, 'time_zone') }}
        {...{ options: zoneOptions(timeZone), value: timeZone, onChange: (timeZone) => draft.set({ timeZone }) }}
      />
      <div className="settings-pair">
        <TextField
          {...{ label: words.currency, hint: words.currencyHint, error: errorOf(save.error, 'currency'), optional: true }}
          {...{ maxLength: 3, value: currency, onChange: (text) => draft.set({ currency: text.toUpperCase() }) }}
        />
        <TextField
          {...{ label: words.country, error: errorOf(save.error, 'default_country'), optional: true }}
          hint={countryName === undefined ? words.countryHint : words.countryIs(countryName)}
          {...{ maxLength: 2, value: country, onChange: (text) => draft.set({ country: text.toUpperCase() }) }}
        />
      </div>
    </SettingsForm>
  )
}

function AccountFacts({ account }: { account: Account }) {
  const words = useWords(accountWords)
  return (
    <>
      <ReadOnlyNote />
      <Facts
        facts={[
          { name: words.name, value: account.name },
          { name: words.timeZone, value: account.time_zone },
          { name: words.currency, value: account.currency },
          { name: words.country, value: account.default_country },
        ]}
      />
    </>
  )
}

/** Every zone that the browser knows, and the one that is set, which it may not know. */
function zoneOptions(current: string) {
  const zones = [...new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])].toSorted()
  return zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

/** The name of a country by its two letters; undefined for what is none. */
function useCountryName(): (code: string) => string | undefined {
  const { locale } = useFormat()
  return (code) => (/^[A-Z]{2}$/.test(code) ? new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' }).of(code) : undefined)
}
