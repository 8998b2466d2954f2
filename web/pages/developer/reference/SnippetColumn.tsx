import { useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import { useMay, useSession } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { exampleBody, exampleOf, exampleUrl } from './examples.ts'
import { successOf, type OpenApi, type Operation } from './openApi.ts'
import { snippetLanguages, snippetOf, type SnippetBody, type SnippetLanguage } from './snippets.ts'
import { KEY_PLACEHOLDER, useMakeTestKey, useTestKey } from './testKey.ts'
import { referenceWords } from './words.ts'

/** The language that somebody chose holds for all operations, until the window is closed. */
let language: SnippetLanguage = 'curl'
const listeners = new Set<() => void>()
const subscribe = (changed: () => void) => {
  listeners.add(changed)
  return () => void listeners.delete(changed)
}
function choose(next: SnippetLanguage): void {
  language = next
  for (const changed of listeners) changed()
}

/** The call in four languages, and what comes back. */
export function SnippetColumn({ document, operation }: { document: OpenApi; operation: Operation }) {
  const words = useWords(referenceWords)
  const chosen = useSyncExternalStore(subscribe, () => language)
  const { base_url: baseUrl } = useSession()
  const key = useTestKey() ?? KEY_PLACEHOLDER
  const success = successOf(operation)
  const hasAnswer = success?.type === 'application/json'
  const code = snippetOf(chosen, {
    ...{ method: operation.method.toUpperCase(), url: exampleUrl(document, baseUrl, operation), key, hasAnswer },
    body: bodyOf(document, operation),
  })
  return (
    <section className="reference-call" aria-label={words.snippet}>
      {!operation.isPersonal && (
        <>
          <Languages chosen={chosen} />
          <CodeBlock code={code} label={`${words.snippet}: ${chosen}`} />
          <TestKey />
        </>
      )}
      {hasAnswer && success.schema !== undefined && (
        <>
          <h3>{words.example}</h3>
          <CodeBlock code={JSON.stringify(exampleOf(document, success.schema), null, 2)} label={words.example} />
        </>
      )}
    </section>
  )
}

function bodyOf(document: OpenApi, operation: Operation): SnippetBody {
  const { body } = operation
  if (body === undefined) return { kind: 'none' }
  if (body.type !== 'application/json') return { kind: 'file', type: body.type, name: `${operation.tag}.csv` }
  return { kind: 'json', value: exampleBody(document, operation) }
}

function Languages({ chosen }: { chosen: SnippetLanguage }) {
  const words = useWords(referenceWords)
  return (
    <fieldset className="reference-languages">
      <legend className="unseen">{words.languages}</legend>
      {snippetLanguages.map((one) => (
        <label key={one}>
          <input type="radio" className="unseen" name="snippet-language" checked={one === chosen} onChange={() => choose(one)} />
          <span>{one}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** A key for the calls: made at a press, for the simulator. */
function TestKey() {
  const words = useWords(referenceWords)
  const key = useTestKey()
  const mayMake = useMay('keys:manage')
  const make = useMakeTestKey({ name: words.keyName })
  if (key !== undefined)
    return (
      <p className="soft small" role="status">
        {words.keyMade} <Link href={paths.keys()}>{paths.keys()}</Link>
      </p>
    )
  if (!mayMake) return <p className="soft small">{words.keyPlaceholder}</p>
  return (
    <div className="reference-key">
      <Button busy={make.isPending} onClick={() => make.mutate()}>
        {words.makeKey}
      </Button>
      <p className="soft small">{words.keyMeaning}</p>
      {make.error !== null && <ErrorNote error={make.error} />}
    </div>
  )
}
