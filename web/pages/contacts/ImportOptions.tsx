import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useSession } from '../../session.ts'
import { RadioGroup } from '../../ui/Choice.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { ConsentFields } from './ConsentFields.tsx'
import { countryOptions } from './countries.ts'
import type { ImportRule, ImportSettings } from './importPlan.ts'
import { importWords } from './importWords.ts'

const rules: readonly ImportRule[] = ['update', 'skip', 'replace']

/** What holds for all rows of the file. */
export function ImportOptions({ settings, onChange }: { settings: ImportSettings; onChange: (next: Partial<ImportSettings>) => void }) {
  const words = useWords(importWords)
  const { locale } = useFormat()
  const { account } = useSession()
  // With a country of its own the account takes that one where none is named.
  const none = account.default_country === null ? [{ value: '', label: words.noCountry }] : []
  const countries = [...none, ...countryOptions(locale)]
  return (
    <section className="section import-options" aria-label={words.more}>
      <header>
        <h2>{words.more}</h2>
      </header>
      <RadioGroup
        legend={words.rule}
        options={rules.map((value) => ({ value, ...words.rules[value] }))}
        value={settings.rule}
        onChange={(rule) => onChange({ rule })}
      />
      <p className="soft small">{words.doubles}</p>
      <Select label={words.country} options={countries} value={settings.country} onChange={(country) => onChange({ country })} />
      <TextField
        label={words.groups}
        optional
        value={settings.groups}
        onChange={(groups) => onChange({ groups })}
        hint={words.groupsHint}
      />
      <details open={settings.consent.source !== ''}>
        <summary>{words.consent}</summary>
        <ConsentFields value={settings.consent} onChange={(consent) => onChange({ consent })} error={null} optional />
      </details>
    </section>
  )
}
