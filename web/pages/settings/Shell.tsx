import './settings.css'
import { useId, type ReactNode } from 'react'
import { useWords } from '../../i18n/words.ts'
import { paths, settingPages, type SettingPage } from '../../paths.ts'
import { useSession } from '../../session.ts'
import { frameWords } from '../../ui/frame/words.ts'
import { Note } from '../../ui/Note.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { settingsWords } from './words.ts'

/** What every page of the settings has: title, tabs, content of a width that reads well. */
export function SettingsShell({ page, children }: { page: SettingPage; children: ReactNode }) {
  const words = useWords(settingsWords)
  const tabs = settingPages.map((name) => ({ to: paths.setting(name), name: words.tabs[name] }))
  return (
    <>
      <PageHeader title={words.tabs[page]} parent={{ to: paths.settings(), name: words.settings }} />
      <Tabs label={words.settings} tabs={tabs} />
      <div className="settings">{children}</div>
    </>
  )
}

/** A part of a page with a heading and, under it, what it is about. */
export function Section({ title, about, aside, children }: { title: string; about?: ReactNode; aside?: ReactNode; children?: ReactNode }) {
  const id = useId()
  return (
    <section className="section settings-section" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {about !== undefined && <p className="soft settings-about">{about}</p>}
      {children}
    </section>
  )
}

/** Says to who cannot change anything here why there is no form. */
export function ReadOnlyNote() {
  const words = useWords(settingsWords)
  const roles = useWords(frameWords).roles
  return <Note>{words.readOnly(roles[useSession().user.role])}</Note>
}

export type Fact = { name: string; value: ReactNode }

/** Settings as who may not change them sees them. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const words = useWords(settingsWords)
  return (
    <dl className="settings-facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === '' ? <span className="soft">{words.none}</span> : value}</dd>
        </div>
      ))}
    </dl>
  )
}
