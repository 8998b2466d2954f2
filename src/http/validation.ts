import type { z } from 'zod'
import type { FieldError } from './problem.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** More than this many sentences help nobody. */
const MAX_ERRORS = 20

/** Input that its schema refuses. Fastify adds the place it was found in. */
export class InvalidInput extends Error {
  readonly issues: readonly Issue[]
  validationContext: string | undefined
  constructor(issues: readonly Issue[]) {
    super('Input does not match its schema')
    this.name = 'InvalidInput'
    this.issues = issues
    this.validationContext = undefined
  }
}

/** Turns what zod found into sentences that say what would have worked; of alternatives the one that got furthest speaks. */
export function fieldErrors(issues: readonly Issue[]): FieldError[] {
  return issues.flatMap((issue) => explain(issue, [])).slice(0, MAX_ERRORS)
}

/** A JSON path as people write it: `to[3].values["first name"]`. */
export function fieldPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    const name = String(part)
    if (!/^[A-Za-z_]\w*$/.test(name)) return `${text}[${JSON.stringify(name)}]`
    return text === '' ? name : `${text}.${name}`
  }, '')
}

function explain(issue: Issue, parent: Path): FieldError[] {
  const path = [...parent, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return explainUnion(issue.errors, path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: fieldPath([...path, key]),
      message: 'This field does not exist: remove it or correct its name.',
      rule: 'unknown',
    }))
  return [{ field: fieldPath(path), message: sentence(issue), ...ruleOf(issue) }]
}

/** When no alternative got past the value itself they are told together: "expected a string or a list". */
function explainUnion(alternatives: Issue[][], path: Path): FieldError[] {
  const depth = (issues: Issue[]) => Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)))
  const deepest = Math.max(...alternatives.map(depth))
  const nearest = alternatives.find((issues) => depth(issues) === deepest) ?? []
  if (deepest > 0) return nearest.flatMap((issue) => explain(issue, path))
  const kinds = alternatives.flat().flatMap((issue) => (issue.code === 'invalid_type' ? [nameOf(issue.expected)] : []))
  if (kinds.length < alternatives.length) return nearest.flatMap((issue) => explain(issue, path))
  return [{ field: fieldPath(path), message: `Expected ${[...new Set(kinds)].join(' or ')}.`, rule: 'type' }]
}

const sizes = {
  too_small: { characters: 'too_short', entries: 'too_few', number: 'too_small' },
  too_big: { characters: 'too_long', entries: 'too_many', number: 'too_big' },
} as const

/** The same for programs; a limit that is itself refused is none. */
function ruleOf(issue: Issue): Pick<FieldError, 'rule' | 'limit'> {
  switch (issue.code) {
    case 'invalid_type':
      return { rule: wasMissing(issue) ? 'missing' : 'type' }
    case 'too_small':
    case 'too_big': {
      const rule = sizes[issue.code][measureOf(issue.origin)]
      return issue.inclusive === false ? { rule } : { rule, limit: Number(issue.code === 'too_small' ? issue.minimum : issue.maximum) }
    }
    case 'invalid_value':
      return { rule: 'value' }
    case 'invalid_format':
      return { rule: 'format' }
    default:
      return { rule: 'other' }
  }
}

function measureOf(origin: string): 'characters' | 'entries' | 'number' {
  if (origin === 'string') return 'characters'
  return ['array', 'record', 'object', 'set', 'map'].includes(origin) ? 'entries' : 'number'
}

function sentence(issue: Issue): string {
  if (!hasOwnWords(issue)) return ended(issue.message)
  switch (issue.code) {
    case 'invalid_type':
      return wasMissing(issue) ? `This field is missing: expected ${nameOf(issue.expected)}.` : `Expected ${nameOf(issue.expected)}.`
    case 'too_small':
      return `Expected ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin, Number(issue.minimum))}.`
    case 'too_big':
      return `Expected ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin, Number(issue.maximum))}.`
    case 'invalid_value':
      return `Expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}.`
    case 'invalid_format':
      return `Expected ${formats[issue.format] ?? ended(issue.message)}.`.replace(/\.\.$/, '.')
    case 'invalid_union':
      return `Expected one of the documented alternatives${'options' in issue ? `: ${String(issue.options)}` : ''}.`
    default:
      return ended(issue.message)
  }
}

const formats: Record<string, string> = {
  datetime: 'a time with its zone, such as 2027-01-31T09:00:00Z or 2027-01-31T10:00:00+01:00',
  date: 'a date such as 2027-01-31',
  email: 'an e-mail address such as ada@example.com',
  url: 'a URL such as https://example.com/offer',
}

const names: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}
const nameOf = (kind: string) => names[kind] ?? `a ${kind}`

function unitOf(origin: string, count: number): string {
  const unit = { string: 'character', array: 'entry', record: 'entry', object: 'entry' }[origin]
  if (unit === undefined) return ''
  if (count === 1) return ` ${unit}`
  return unit === 'entry' ? ' entries' : ` ${unit}s`
}

/** A message that a schema of ours gave is kept; zod's own begin with one of these words. */
const hasOwnWords = (issue: Issue) => /^(?:Invalid|Too small|Too big|Unrecognized|Not a)/.test(issue.message)
/** zod keeps the input out of its issues, but says "received undefined" for what is not there. */
const wasMissing = (issue: Issue) => issue.message.endsWith('received undefined')
function ended(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}
