import { AppError } from '../../lib/errors.ts'
import { cut, FIELD_NAME, isReserved, MAX_FIELDS } from './contact.ts'

/**
 * What each column of a file is: `phone`, `time_zone`, `groups`, `consent_source`, `consent_at`, `consent_wording`, `ignore`, or the name of a
 * custom field. In the order of the columns.
 */
export type Targets = readonly string[]

/** As callers give it: columns by their heading, or by their number from 1. What is left out follows from the heading. */
export type Mapping = Readonly<Record<string, string>>

const only: ReadonlySet<string> = new Set(['phone', 'time_zone', 'groups', 'consent_source', 'consent_at', 'consent_wording'])

/** Headings that mean a number, as slugs, in the languages of those who send most; of several the one that stands first here. */
const phoneHeadings: readonly string[] = (
  'phone phone_number phonenumber telephone telephone_number tel mobile mobile_phone mobile_number mobil mobilnummer mobiltelefon cell cellphone ' +
  'cell_phone msisdn number telefon telefonnummer handy handynummer rufnummer nummer telefono numero movil celular portable numero_de_telephone ' +
  'telefoon telefoonnummer gsm sms recipient empfaenger to'
).split(' ')

/**
 * Says what each column is: as mapped, else by its heading.
 * @throws AppError `mapping_invalid` when no column is the number, when two are the same, or when the mapping names a column that is not there
 */
export function targetsOf(header: readonly string[], mapping: Mapping | undefined): string[] {
  const targets = guessTargets(header, mapping)
  const problem = problemOfTargets(header, targets)
  if (problem !== undefined) throw invalid(problem)
  return targets
}

/** The same without a word on whether an import could begin with it. @throws AppError `mapping_invalid` for a column that is not there */
export function guessTargets(header: readonly string[], mapping: Mapping | undefined): string[] {
  const given = new Map(Object.entries(mapping ?? {}).map(([column, target]) => [columnOf(header, column), targetOf(column, target)]))
  const used = new Set(given.values())
  const phoneAt = used.has('phone') ? undefined : findPhone(header, given)
  return header.map((heading, at) => {
    const target = given.get(at) ?? (at === phoneAt ? 'phone' : guess(heading, at))
    if (given.has(at) || !used.has(target)) return used.add(target) && target
    return 'ignore'
  })
}

/** The column whose heading says most clearly that it holds the number. */
function findPhone(header: readonly string[], given: ReadonlyMap<number, string>): number | undefined {
  const rank = (at: number) => (given.has(at) ? -1 : phoneHeadings.indexOf(slug(header[at] ?? '')))
  const found = header.map((_, at) => at).filter((at) => rank(at) !== -1)
  return found.sort((one, other) => rank(one) - rank(other))[0]
}

function columnOf(header: readonly string[], column: string): number {
  const byHeading = header.findIndex((heading) => heading === column)
  if (byHeading !== -1) return byHeading
  const bySlug = header.findIndex((heading) => slug(heading) === slug(column) && slug(column) !== '')
  if (bySlug !== -1) return bySlug
  const number = /^[1-9]\d{0,2}$/.test(column) ? Number(column) : header.length + 1
  if (number <= header.length) return number - 1
  throw invalid(`The mapping names a column "${cut(column)}", which the file does not have: it has ${listOf(header)}.`)
}

function targetOf(column: string, target: string): string {
  if (only.has(target) || target === 'ignore' || (FIELD_NAME.test(target) && !isReserved(target))) return target
  throw invalid(
    `The mapping leads "${cut(column)}" to "${cut(target)}": expected ${[...only].join(', ')}, ignore, or a name of up to 64 letters, digits and _.`,
  )
}

/** A heading that could be the name of a field is one as it stands, so that an export comes back as it was. */
function guess(heading: string, at: number): string {
  const word = slug(heading)
  if (only.has(word) && word !== 'phone') return word
  if (isReserved(heading)) return 'ignore'
  return [heading, word].find((name) => FIELD_NAME.test(name) && !isReserved(name)) ?? `column_${at + 1}`
}

/** Why an import could not begin with these targets, as a sentence. */
export function problemOfTargets(header: readonly string[], targets: Targets): string | undefined {
  if (!targets.includes('phone')) return `No column is known to hold the number: map one of ${listOf(header)} to phone.`
  const double = targets.find((target, at) => target !== 'ignore' && targets.indexOf(target) !== at)
  if (double !== undefined) return `The mapping leads two columns to "${double}": lead one of them elsewhere, or to ignore.`
  const fields = targets.filter((target) => isField(target)).length
  return fields > MAX_FIELDS
    ? `The file has ${fields} columns for fields, and a contact at most ${MAX_FIELDS}: map some to ignore.`
    : undefined
}

/** Whether a target is a custom field. */
export const isField = (target: string): boolean => !isReserved(target)

/** `Straße / Nr.` becomes `strasse_nr`. */
export const slug = (heading: string): string =>
  heading
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 64)

const listOf = (header: readonly string[]) =>
  header.length === 0
    ? 'none'
    : `${header
        .slice(0, 20)
        .map((heading) => `"${cut(heading)}"`)
        .join(', ')}${header.length > 20 ? ' ...' : ''}`

const invalid = (message: string) => new AppError('mapping_invalid', message, { field: 'mapping' })
