import { Link } from 'wouter'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import { choicesOf, operationOfField, resolve, type OpenApi, type Operation, type Schema } from './openApi.ts'
import { referenceWords } from './words.ts'

type Place = { document: OpenApi; operations: readonly Operation[]; isAnswer?: boolean }
/** Rules of audiences hold rules; whoever folds out so many knows the pattern. */
const MAX_DEPTH = 6
/** More words of a list than these say nothing more. */
const MAX_WORDS = 40

/** What a schema holds: the members of an object, else each of its forms. */
export function SchemaView({ schema, depth = 0, ...place }: Place & { schema: Schema; depth?: number }) {
  const words = useWords(referenceWords)
  const { choices } = choicesOf(place.document, resolve(place.document, schema))
  const [only] = choices
  if (only === undefined || depth > MAX_DEPTH) return null
  if (choices.length === 1) return <Members schema={only} depth={depth} {...place} />
  const named = choices.map((choice, at) => ({ choice, name: words.choice(String(at + 1)) }))
  return named.map(({ choice, name }) => (
    <div key={name} className="schema-choice">
      <p className="soft small">{name}</p>
      <Members schema={choice} depth={depth} {...place} />
    </div>
  ))
}

function Members({ schema, depth, ...place }: Place & { schema: Schema; depth: number }) {
  const items = itemsOf(place.document, schema)
  if (items !== undefined) return <SchemaView schema={items} depth={depth + 1} {...place} />
  if (schema.allOf?.[0] !== undefined) return <SchemaView schema={schema.allOf[0]} depth={depth + 1} {...place} />
  const entries = Object.entries(schema.properties ?? {})
  if (entries.length === 0) return <p className="soft">{schema.description ?? <TypeName schema={schema} document={place.document} />}</p>
  return (
    <dl className="schema-fields">
      {entries.map(([name, member]) => (
        <Field
          key={name}
          name={name}
          schema={member}
          // All members of our answers are there, so saying it of each would say nothing.
          isRequired={place.isAnswer !== true && schema.required?.includes(name) === true}
          depth={depth}
          {...place}
        />
      ))}
    </dl>
  )
}

/** One member: its name, type, meaning and bounds, and what it holds, folded. */
export function Field({
  name,
  schema,
  isRequired,
  depth = 0,
  ...place
}: Place & { name: string; schema: Schema; isRequired: boolean; depth?: number }) {
  const words = useWords(referenceWords)
  const resolved = resolve(place.document, schema)
  const target = operationOfField(place.operations, name)
  return (
    <div className="schema-field">
      <dt>
        {target === undefined ? (
          <code>{name}</code>
        ) : (
          <Link href={paths.operation(target.key)} title={words.goesTo(target.summary)}>
            <code>{name}</code>
          </Link>
        )}{' '}
        <span className="schema-type">
          <TypeName schema={resolved} document={place.document} />
        </span>
        {isRequired && <span className="schema-required"> {words.required}</span>}
      </dt>
      <dd>
        {(schema.description ?? resolved.description) !== undefined && <p>{schema.description ?? resolved.description}</p>}
        <Bounds schema={resolved} document={place.document} />
        <Inside schema={resolved} depth={depth} {...place} />
      </dd>
    </div>
  )
}

/** What an object or a list of objects holds; folded, since it may be long. */
function Inside({ schema, depth, ...place }: Place & { schema: Schema; depth: number }) {
  const words = useWords(referenceWords)
  const format = useFormat()
  const count = countMembers(place.document, schema)
  if (count === 0 || depth >= MAX_DEPTH) return null
  return (
    <details>
      <summary>{words.fields(format.number(count))}</summary>
      <SchemaView schema={schema} depth={depth + 1} {...place} />
    </details>
  )
}

/** Members of all forms together, one level down. */
function countMembers(document: OpenApi, schema: Schema, level = 0): number {
  if (level > 4) return 0
  return choicesOf(document, schema).choices.reduce((sum, choice) => {
    const items = itemsOf(document, choice)
    const inner = items ?? (choice.anyOf !== undefined || choice.oneOf !== undefined ? choice : undefined)
    return sum + Object.keys(choice.properties ?? {}).length + (inner === undefined ? 0 : countMembers(document, inner, level + 1))
  }, 0)
}

const itemsOf = (document: OpenApi, { type, items }: Schema): Schema | undefined =>
  type === 'array' && items !== undefined ? resolve(document, items) : undefined

function TypeName({ schema, document }: { schema: Schema; document: OpenApi }) {
  const words = useWords(referenceWords)
  const { choices, isNullable } = choicesOf(document, schema)
  const names = [...new Set(choices.map((choice) => typeOf(choice, { document, list: words.list })))]
  return [...names.slice(0, 4), ...(isNullable ? ['null'] : [])].join(` ${words.or} `)
}

function typeOf({ type, format, items, allOf }: Schema, { document, list }: { document: OpenApi; list: string }): string {
  if (type === 'array' && items !== undefined) {
    const [first = {}] = choicesOf(document, resolve(document, items)).choices
    return `${list} ${first.type ?? 'object'}`
  }
  if (format === 'date-time') return 'date-time'
  return type ?? (allOf === undefined ? 'object' : 'string')
}

/** Only bounds that somebody chose: those of the machine say nothing. */
function Bounds({ schema, document }: { schema: Schema; document: OpenApi }) {
  const words = useWords(referenceWords)
  const format = useFormat()
  const [only = {}] = choicesOf(document, schema).choices
  const { enum: values, minLength, maxLength, minimum, maximum, default: usual = schema.default } = only
  const hasLength = maxLength !== undefined && only.format !== 'date-time'
  const most = format.number(maxLength ?? 0)
  const lengthWords = (minLength ?? 0) === 0 ? words.atMost(most) : words.length(format.number(minLength ?? 0), most)
  const isBounded = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && minimum > Number.MIN_SAFE_INTEGER
  return (
    <>
      {values !== undefined && (
        <p className="schema-bounds schema-words">
          <span>{words.oneOf}</span>
          {values.slice(0, MAX_WORDS).map((value) => (
            <code key={String(value)}>{String(value)}</code>
          ))}
        </p>
      )}
      {hasLength && <p className="schema-bounds">{lengthWords}</p>}
      {isBounded && <p className="schema-bounds">{words.between(format.number(minimum), format.number(maximum))}</p>}
      {usual !== undefined && (
        <p className="schema-bounds">
          {words.default} <code>{JSON.stringify(usual)}</code>
        </p>
      )}
    </>
  )
}
