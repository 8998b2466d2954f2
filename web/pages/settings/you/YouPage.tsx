import { languages, useLanguage, useWords, type Language } from '../../../i18n/words.ts'
import { schemes, useScheme, type Scheme } from '../../../scheme.ts'
import { useChangeLanguage, useSession } from '../../../session.ts'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Select } from '../../../ui/Field.tsx'
import { frameWords } from '../../../ui/frame/words.ts'
import { Facts, Section, SettingsShell } from '../Shell.tsx'
import { Password } from './Password.tsx'
import { SignOutEverywhere } from './SignOutEverywhere.tsx'
import { youWords } from './words.ts'

/** What belongs to the reader and not to the account. */
export default function YouPage() {
  const words = useWords(youWords)
  const { roles } = useWords(frameWords)
  const { user } = useSession()
  return (
    <SettingsShell page="you">
      <Section title={words.who}>
        <Facts
          facts={[
            { name: words.email, value: user.email },
            { name: words.role, value: roles[user.role] },
          ]}
        />
      </Section>
      <Section title={words.screens}>
        <Looks />
      </Section>
      <Section title={words.password} about={words.passwordAbout}>
        <Password />
      </Section>
      <Section title={words.sessions} about={words.sessionsAbout}>
        <SignOutEverywhere />
      </Section>
    </SettingsShell>
  )
}

/** Both hold as soon as they are chosen. */
function Looks() {
  const words = useWords(youWords)
  const frame = useWords(frameWords)
  const [scheme, setScheme] = useScheme()
  const language = useChangeLanguage()
  const languageOptions = (['en', 'de'] as const).map((value) => ({ value, label: languages[value] }))
  return (
    <div className="settings-form">
      {language.isError && <ErrorNote error={language.error} />}
      <div className="settings-pair">
        <Select<Language>
          {...{ label: words.language, hint: words.languageHint, options: languageOptions }}
          {...{ value: useLanguage(), onChange: (value) => language.mutate(value) }}
        />
        <Select<Scheme>
          {...{ label: words.colours, hint: words.coloursHint, value: scheme, onChange: setScheme }}
          options={schemes.map((value) => ({ value, label: frame.schemes[value] }))}
        />
      </div>
    </div>
  )
}
