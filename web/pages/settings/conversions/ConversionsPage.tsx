import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Facts, ReadOnlyNote, Section, SettingsShell } from '../Shell.tsx'
import { Code } from './Code.tsx'
import { ConversionForm } from './ConversionForm.tsx'
import { PageChecker } from './PageChecker.tsx'
import { conversionSettingsQuery, type ConversionSettings } from './queries.ts'
import { Recent } from './Recent.tsx'
import { TestConversion } from './TestConversion.tsx'
import { windowWords } from './windowWords.ts'
import { conversionWords } from './words.ts'

/** How conversions are tracked, the code for the pages, and three ways to see whether it works. */
export default function ConversionsPage() {
  const query = useQuery(conversionSettingsQuery)
  return (
    <SettingsShell page="conversions">
      <QueryView query={query} skeleton={<SkeletonRows rows={10} />}>
        {(settings) => <Parts settings={settings} />}
      </QueryView>
      <Recent />
    </SettingsShell>
  )
}

function Parts({ settings }: { settings: ConversionSettings }) {
  const words = useWords(conversionWords)
  const mayChange = useMay('account:write')
  const mayReport = useMay('conversions:write')
  return (
    <>
      {!mayChange && <ReadOnlyNote />}
      <Section title={words.how} about={words.howAbout}>
        {mayChange ? <ConversionForm settings={settings} /> : <SettingFacts settings={settings} />}
      </Section>
      <Section title={words.code} about={words.codeAbout}>
        <Code settings={settings} />
      </Section>
      {mayChange && <PageChecker />}
      {mayReport && <TestConversion parameter={settings.parameter} />}
    </>
  )
}

function SettingFacts({ settings }: { settings: ConversionSettings }) {
  const words = useWords(conversionWords)
  const windows = useWords(windowWords)
  return (
    <Facts
      facts={[
        { name: words.parameter, value: settings.parameter },
        { name: words.windowDays, value: settings.window_days },
        {
          name: windows.windows,
          value: Object.entries(settings.windows)
            .map(([name, days]) => `${name}: ${days}`)
            .join('\n'),
        },
        { name: words.model, value: words.models[settings.model] },
        { name: words.origins, value: settings.origins.join('\n') },
        { name: words.cookieDays, value: settings.cookie_days },
        { name: words.cookieDomain, value: settings.cookie_domain },
        { name: words.snippetDays, value: settings.snippet_days },
        { name: words.repeats, value: settings.repeat_minutes },
      ]}
    />
  )
}
