import { unguardCell } from '../../lib/csv.ts'
import type { CsvProblem, CsvRecord } from '../../lib/csvReader.ts'
import { cut, fault, isFault, prepareContact, type Fault } from './contact.ts'
import { isPlausible, MAX_SOURCE_LENGTH, MAX_WORDING_LENGTH, type Consent } from './consents.ts'
import { decodeCell, decodeLoosely, type Encoding } from './encoding.ts'
import { isField } from './mapping.ts'
import type { ImportRow, Rejection } from './importStore.ts'
import { MAX_GROUP_NAME_LENGTH } from './groups.ts'
import type { Entry } from './write.ts'

/** Between the names of groups in one cell. */
export const GROUP_SEPARATOR = ';'

/** What is kept of a rejected row; a longer one cannot be mended in the file of rejections, only in the file itself. */
const MAX_KEPT_CELL = 4_096
const MAX_KEPT_ROW = 16_384

/** What of an import its rows are read by. */
type RowPlan = Pick<ImportRow, 'targets' | 'encoding' | 'defaultCountry' | 'consentSource' | 'consentAt' | 'consentWording' | 'createdAt'>

type Reader = (record: CsvRecord) => Entry | Rejection | undefined

export const isRejection = (row: Entry | Rejection): row is Rejection => 'code' in row

/** Makes the function that turns rows of a file into contacts, or says why not; undefined for an empty row. */
export function rowReader(plan: RowPlan): Reader {
  const consent = fileConsent(plan)
  const own = plan.targets.map((target) => ({ target, isField: isField(target) }))
  return (record) => {
    const { line, cells, problem } = record
    if (problem !== undefined) return reject(record, plan.encoding, fault('file_invalid', problems[problem], ''))
    if (cells.length === 1 && cells[0]?.trim() === '') return undefined
    const read = readCells(cells, own, plan.encoding)
    if (isFaulty(read)) return reject(record, plan.encoding, read)
    const contact = prepareContact(
      { phone: read.own.phone ?? '', timeZone: read.own.time_zone, fields: read.fields },
      plan.defaultCountry ?? undefined,
    )
    if (isFault(contact)) return reject(record, plan.encoding, contact)
    const groups = groupsOf(read.own.groups)
    const given = read.own.consent_source === undefined ? consent : rowConsent(read.own, plan.createdAt)
    const wrong = faultOfGroups(groups) ?? (given !== undefined && 'kind' in given ? given : undefined)
    if (wrong !== undefined) return reject(record, plan.encoding, wrong)
    return { line, contact, groups, consent: given === undefined || 'kind' in given ? undefined : given }
  }
}

/** A row as it was written, with the reason why it was not taken. */
export function reject({ line, cells }: CsvRecord, encoding: Encoding, { code, detail }: Pick<Fault, 'code' | 'detail'>): Rejection {
  let room = MAX_KEPT_ROW
  const kept = cells.map((cell) => {
    const text = decodeLoosely(cell.slice(0, Math.min(room, MAX_KEPT_CELL)), encoding).replaceAll('\0', '\ufffd')
    room -= text.length
    return text
  })
  return { line, code, detail, cells: kept }
}

type Cells = { own: Partial<Record<string, string>>; fields: Record<string, string> }

const isFaulty = (value: Cells | Fault): value is Fault => 'kind' in value

function readCells(cells: readonly string[], columns: readonly { target: string; isField: boolean }[], encoding: Encoding): Cells | Fault {
  const own: Partial<Record<string, string>> = {}
  const fields: Record<string, string> = {}
  for (const [at, written] of cells.entries()) {
    const column = columns[at]
    if (column === undefined) {
      if (written.trim() === '') continue
      return fault('file_invalid', `The row has ${cells.length} cells and the heading ${columns.length}: is a delimiter not in quotes?`, '')
    }
    if (written.includes('\0')) return fault('file_invalid', `Column ${at + 1} holds a NUL byte, which is no text.`, column.target)
    const decoded = decodeCell(written, encoding)
    if (decoded === undefined)
      return fault(
        'file_invalid',
        `Column ${at + 1} holds bytes that are not UTF-8, in which the rest of the file is written.`,
        column.target,
      )
    const value = unguardCell(decoded).trim()
    if (value === '' || column.target === 'ignore') continue
    if (column.isField) fields[column.target] = value
    else own[column.target] = value
  }
  return { own, fields }
}

const problems = {
  quote_open: 'A quotation mark opens in this line and does not close: the rows behind it were read without it.',
  quote_misplaced: 'A quotation mark that opens in this row closes in the middle of a cell: write quotation marks inside quotes twice.',
  row_too_long: 'The row has more than 256 kB.',
  too_many_columns: 'The row has more than 500 columns.',
} as const satisfies Record<CsvProblem, string>

const groupsOf = (cell: string | undefined): string[] =>
  cell === undefined
    ? []
    : cell
        .split(GROUP_SEPARATOR)
        .map((name) => name.trim())
        .filter((name) => name !== '')

function faultOfGroups(names: readonly string[]): Fault | undefined {
  if (names.length > 100) return fault('field_invalid', `The row names ${names.length} groups: at most 100 are possible.`, 'groups')
  const long = names.find((name) => name.length > MAX_GROUP_NAME_LENGTH)
  if (long === undefined) return undefined
  return fault('field_invalid', `"${cut(long)}" is too long for a group: at most ${MAX_GROUP_NAME_LENGTH} characters.`, 'groups')
}

function fileConsent({ consentSource, consentAt, consentWording, createdAt }: RowPlan): Consent | undefined {
  if (consentSource === null) return undefined
  return { source: consentSource, at: consentAt ?? createdAt, wording: consentWording ?? undefined }
}

/** A consent of the row's own; without a time it was given when the import was made. */
function rowConsent(own: Partial<Record<string, string>>, madeAt: Date): Consent | Fault {
  const { consent_source: source = '', consent_at: written, consent_wording: wording } = own
  const at = written === undefined ? madeAt : readTime(written)
  if (at === undefined)
    return fault('consent_invalid', `"${cut(written ?? '')}" is no time: expected ISO 8601, such as 2027-01-31T09:00:00Z.`, 'consent_at')
  if (source.length > MAX_SOURCE_LENGTH)
    return fault('consent_invalid', `The source of the consent has more than ${MAX_SOURCE_LENGTH} characters.`, 'consent_source')
  if (wording !== undefined && wording.length > MAX_WORDING_LENGTH)
    return fault('consent_invalid', `The wording of the consent has more than ${MAX_WORDING_LENGTH} characters.`, 'consent_wording')
  return { source, at, wording }
}

/** A date, or a time; one without an offset is taken as UTC. */
function readTime(written: string): Date | undefined {
  const shape = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(written)
  if (shape === null) return undefined
  const [, date, time = '00:00', offset = 'Z'] = shape
  const at = new Date(`${date}T${time}${offset}`)
  return isPlausible(at) ? at : undefined
}
