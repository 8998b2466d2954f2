import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../../i18n/words.ts'
import { Checkbox } from '../../../ui/Choice.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { Select } from '../../../ui/Field.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { snippetQuery, type ConversionSettings } from './queries.ts'
import { conversionWords } from './words.ts'

const kinds = ['script', 'inline', 'tag_manager', 'pixel'] as const
type Kind = (typeof kinds)[number]

/** The code to copy, as the server fills it in. */
export function Code({ settings }: { settings: ConversionSettings }) {
  const words = useWords(conversionWords)
  const [kind, setKind] = useState<Kind>('script')
  const [waits, setWaits] = useState(false)
  const [strip, setStrip] = useState(false)
  const query = useQuery(snippetQuery({ consent: waits ? 'wait' : 'none', strip, domain: settings.cookie_domain }))
  return (
    <>
      <div className="settings-form">
        <Select<Kind>
          {...{ label: words.kind, hint: words.kindAbout[kind], value: kind, onChange: setKind }}
          options={kinds.map((value) => ({ value, label: words.kinds[value] }))}
        />
        {kind !== 'pixel' && (
          <>
            <Checkbox label={words.consent} about={words.consentAbout} checked={waits} onChange={setWaits} />
            <Checkbox label={words.strip} checked={strip} onChange={setStrip} />
          </>
        )}
      </div>
      <div className="settings-code">
        <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
          {(code) => (
            <>
              <CodeBlock label={words.kinds[kind]} code={code[kind]} />
              {kind !== 'pixel' && (
                <>
                  <h3>{words.convert}</h3>
                  <CodeBlock label={words.convert} code={code.convert} />
                </>
              )}
            </>
          )}
        </QueryView>
      </div>
    </>
  )
}
