import { useEffect, useRef } from 'react'
import { useWords } from '../../../i18n/words.ts'
import { useSession } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { Note } from '../../../ui/Note.tsx'
import type { KeyMade } from './queries.ts'
import { keyWords } from './words.ts'

const EXAMPLE_PHONE = '+4915112345678'
const EXAMPLE_TEXT = 'Hi, our spring sale is on: https://example.com/spring'

/** The new key, until the reader says that it is copied or leaves the page. */
export function MadeKey({ made, onDone }: { made: KeyMade; onDone: () => void }) {
  const words = useWords(keyWords)
  const { base_url: baseUrl } = useSession()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} className="key-made">
      <Note kind="good" title={words.isMade(made.name)}>
        <CodeBlock code={made.key} label={words.secret} oneLine />
        {made.scopes.includes('messages:write') && (
          <>
            <p>{words.tryIt}</p>
            <CodeBlock code={firstCall({ baseUrl, key: made.key })} label={words.tryIt} />
          </>
        )}
        <div className="note-actions">
          <Button onClick={onDone}>{words.copiedIt}</Button>
        </div>
      </Note>
    </div>
  )
}

/** A call that sends one tracked SMS. Nothing in it needs quoting for a shell. */
const firstCall = ({ baseUrl, key }: { baseUrl: string; key: string }): string =>
  [
    `curl ${baseUrl}/v1/messages \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify({ to: EXAMPLE_PHONE, from: 'Acme', text: EXAMPLE_TEXT })}'`,
  ].join('\n')
