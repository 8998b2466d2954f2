import type { ReactNode } from 'react'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { OperationLink, MethodName } from './OperationNav.tsx'
import { related, resolve, successOf, type OpenApi, type Operation, type Parameter } from './openApi.ts'
import { RunBox } from './RunBox.tsx'
import { Field, SchemaView } from './SchemaView.tsx'
import { referenceWords } from './words.ts'

export type OperationProps = { document: OpenApi; operations: readonly Operation[]; operation: Operation }

/** One operation: what it takes, what it answers, and where one can go from it. */
export function OperationView({ document, operations, operation }: OperationProps) {
  const words = useWords(referenceWords)
  const { method, path, summary, scope, isPersonal } = operation
  const others = related(operations, operation)
  return (
    <article className="operation" aria-labelledby="operation-title">
      <h2 id="operation-title">{summary}</h2>
      <p className="operation-path">
        <MethodName method={method} /> <code>{path}</code>
      </p>
      {scope !== undefined && (
        <p className="soft">
          {words.scope} <code>{scope}</code>.
        </p>
      )}
      {isPersonal && <p className="soft">{words.personal}</p>}
      <Parameters {...{ document, operations, operation }} />
      <Body {...{ document, operations, operation }} />
      <Answers {...{ document, operations, operation }} />
      {method === 'get' && <RunBox operation={operation} />}
      {others.length > 0 && (
        <Part title={words.related}>
          <ul role="list" className="operation-related">
            {others.map((other) => (
              <li key={other.key}>
                <OperationLink operation={other} />
              </li>
            ))}
          </ul>
        </Part>
      )}
    </article>
  )
}

const Part = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <section className="operation-part">
    <h3>{title}</h3>
    {children}
  </section>
)

function Parameters({ document, operations, operation: { parameters } }: OperationProps) {
  const words = useWords(referenceWords)
  const places = [
    { place: 'path', title: words.inPath },
    { place: 'query', title: words.inQuery },
    { place: 'header', title: words.inHeaders },
  ] as const
  return places.map(({ place, title }) => {
    const own = parameters.filter((parameter) => parameter.in === place)
    if (own.length === 0) return null
    return (
      <Part key={place} title={title}>
        <dl className="schema-fields">
          {own.map((parameter) => (
            <Field
              key={parameter.name}
              name={parameter.name}
              schema={described(parameter)}
              isRequired={parameter.required === true}
              {...{ document, operations }}
            />
          ))}
        </dl>
      </Part>
    )
  })
}

const described = ({ schema, description }: Parameter) => (description === undefined ? schema : { description, ...schema })

function Body({ document, operations, operation: { body } }: OperationProps) {
  const words = useWords(referenceWords)
  if (body === undefined) return null
  return (
    <Part title={words.body}>
      {body.type === 'application/json' ? (
        <SchemaView schema={body.schema} {...{ document, operations }} />
      ) : (
        <p>{words.file(body.type)}</p>
      )}
    </Part>
  )
}

function Answers({ document, operations, operation }: OperationProps) {
  const words = useWords(referenceWords)
  const success = successOf(operation)
  return (
    <>
      {success !== undefined && (
        <Part title={words.answer(success.status)}>
          {success.description !== '' && <p>{success.description}</p>}
          {success.type === 'application/json' && success.schema !== undefined ? (
            <SchemaView schema={success.schema} isAnswer {...{ document, operations }} />
          ) : (
            success.type !== undefined && <p>{success.type === 'text/event-stream' ? words.stream : words.file(success.type)}</p>
          )}
        </Part>
      )}
      <Part title={words.errors}>
        <p>{words.errorsMeaning}</p>
        <ErrorCodes document={document} />
      </Part>
    </>
  )
}

/** The list is the same for all operations, so it is folded. */
function ErrorCodes({ document }: { document: OpenApi }) {
  const words = useWords(referenceWords)
  const format = useFormat()
  const problem = resolve(document, { $ref: '#/components/schemas/Problem' })
  const codes = problem.properties?.code?.enum ?? []
  if (codes.length === 0) return null
  return (
    <details>
      <summary>{words.allErrors(format.number(codes.length))}</summary>
      <p className="operation-codes">
        {codes.map((code) => (
          <code key={String(code)}>{String(code)}</code>
        ))}
      </p>
    </details>
  )
}
