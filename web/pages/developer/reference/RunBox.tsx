import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { get } from '../../../api.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useSession } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { successOf, type Operation } from './openApi.ts'
import { referenceWords } from './words.ts'

/** More than this nobody reads here, and the page would grow slow. */
const MAX_SHOWN = 20_000

/** Reads what the operation reads, with the session of the reader, and shows the answer as text. */
export function RunBox({ operation }: { operation: Operation }) {
  const words = useWords(referenceWords)
  const { scopes } = useSession()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
  const run = useMutation({ mutationFn: () => get<unknown>(filled(operation.path, values)) })
  const isAllowed = operation.scope === undefined || scopes.some((scope) => scope === operation.scope)
  if (!isAllowed || successOf(operation)?.type !== 'application/json') return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run.mutate()
  }
  const isReady = names.every((name) => (values[name] ?? '').trim() !== '')
  return (
    <section className="operation-part">
      <form onSubmit={submit} className="operation-run">
        {names.map((name) => (
          <TextField
            key={name}
            label={<code>{name}</code>}
            value={values[name] ?? ''}
            onChange={(value) => setValues((given) => ({ ...given, [name]: value }))}
            autoComplete="off"
          />
        ))}
        <Button type="submit" busy={run.isPending} aria-disabled={!isReady} disabled={!isReady}>
          {run.data === undefined ? words.run : words.runAgain}
        </Button>
        <span className="soft small">{words.runMeaning}</span>
      </form>
      <div aria-live="polite">
        {run.error !== null && <ErrorNote error={run.error} />}
        {run.data !== undefined && <Result data={run.data} />}
      </div>
    </section>
  )
}

function Result({ data }: { data: unknown }) {
  const words = useWords(referenceWords)
  const format = useFormat()
  const text = JSON.stringify(data, null, 2)
  return (
    <>
      <CodeBlock code={text.slice(0, MAX_SHOWN)} label={words.result} />
      {text.length > MAX_SHOWN && <p className="soft small">{words.cut(format.number(MAX_SHOWN))}</p>}
    </>
  )
}

const filled = (path: string, values: Readonly<Record<string, string>>) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((values[name] ?? '').trim()))
