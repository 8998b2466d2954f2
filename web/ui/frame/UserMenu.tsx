import { languages, useLanguage, useWords, type Language } from '../../i18n/words.ts'
import { schemes, useScheme, type Scheme } from '../../scheme.ts'
import { useChangeLanguage, useSession, useSignOut } from '../../session.ts'
import { Button } from '../Button.tsx'
import { ErrorNote } from '../ErrorNote.tsx'
import { Select } from '../Field.tsx'
import { Icon } from '../Icon.tsx'
import type { Side } from '../place.ts'
import { Popover } from '../Popover.tsx'
import { frameWords } from './words.ts'

/** Who is signed in, and what they can set for themselves. */
export function UserMenu({ side }: { side: Side }) {
  const { user, account } = useSession()
  const words = useWords(frameWords)
  return (
    <Popover
      label={words.you(user.email)}
      kind="bare"
      side={side}
      className="user-button"
      button={
        <>
          <Icon name="user" />
          <span className="user-names">
            <span>{account.name}</span>
            <span className="soft">{user.email}</span>
          </span>
        </>
      }
    >
      <UserSettings />
    </Popover>
  )
}

/** Language, colours and the way out. */
export function UserSettings() {
  const { user, account } = useSession()
  const words = useWords(frameWords)
  const [scheme, setScheme] = useScheme()
  const language = useChangeLanguage()
  const signOut = useSignOut()
  const languageOptions = (Object.keys(languages) as Language[]).map((value) => ({ value, label: languages[value] }))
  return (
    <div className="user-settings">
      <p className="user-who">
        <strong>{account.name}</strong>
        <br />
        {user.email}, {words.roles[user.role]}
      </p>
      <Select<Language>
        label={words.language}
        options={languageOptions}
        value={useLanguage()}
        onChange={(value) => language.mutate(value)}
      />
      <Select<Scheme>
        label={words.colours}
        options={schemes.map((value) => ({ value, label: words.schemes[value] }))}
        value={scheme}
        onChange={setScheme}
      />
      {language.isError && <ErrorNote error={language.error} />}
      {signOut.isError && <ErrorNote error={signOut.error} />}
      <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
        {words.signOut}
      </Button>
    </div>
  )
}
