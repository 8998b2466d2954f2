import type { ImportPreviewView } from '../../../src/contract/contactImports.ts'
import type { ContactImport } from './queries.ts'
import type { ConsentValue } from './ConsentFields.tsx'

/** Where columns lead, by their place in the file; those that are left out go by their heading. */
export type Leads = Readonly<Record<number, string>>

export type ImportRule = ContactImport['rule']
export type ImportSettings = { rule: ImportRule; country: string; groups: string; consent: ConsentValue }

/** What the server reads of a file to judge it. */
export const HEAD_BYTES = 65_536
export const NEW_FIELD = '+'
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/
export const isFieldName = (name: string): boolean => FIELD_NAME.test(name)

/** As the API takes it: columns by number, unless a heading is that very number. */
export function mappingOf(leads: Leads, headings: readonly string[]): string | undefined {
  const entries = Object.entries(leads).flatMap(([at, target]) => {
    const heading = headings[Number(at)]
    return heading === undefined ? [] : [[keyOf(Number(at), heading, headings), target]]
  })
  return entries.length === 0 ? undefined : JSON.stringify(Object.fromEntries(entries))
}

function keyOf(at: number, heading: string, headings: readonly string[]): string {
  const number = String(at + 1)
  return headings.some((other) => other.replaceAll(/[^A-Za-z0-9]/g, '') === number) ? heading : number
}

/** The columns of a former import, found again by their headings. */
export function leadsLike(former: ContactImport | undefined, columns: ImportPreviewView['columns']): Leads {
  if (former === undefined) return {}
  const targets = new Map(former.columns.map(({ heading, target }) => [heading, target]))
  return Object.fromEntries(
    columns.flatMap(({ heading, target }, at) => {
      const before = targets.get(heading)
      return before === undefined || before === target ? [] : [[at, before]]
    }),
  )
}

/** The address that the file is sent to. */
export function importPath(
  { rule, country, groups, consent }: ImportSettings,
  { mapping, fileName }: { mapping: string | undefined; fileName: string },
): string {
  const pairs: [string, string][] = [
    ['file_name', fileName.slice(0, 255)],
    ['rule', rule],
    ...(mapping === undefined ? [] : [['mapping', mapping] satisfies [string, string]]),
    ...(country === '' ? [] : [['default_country', country] satisfies [string, string]]),
    ...namesIn(groups).map((name): [string, string] => ['group', name]),
    ...consentPairs(consent),
  ]
  return `/v1/contacts/imports?${new URLSearchParams(pairs).toString()}`
}

export const namesIn = (text: string): string[] =>
  text
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')

function consentPairs({ source, at, wording }: ConsentValue): [string, string][] {
  if (source.trim() === '') return []
  return [
    ['consent_source', source.trim()],
    ...(at === '' ? [] : [['consent_at', new Date(at).toISOString()] satisfies [string, string]]),
    ...(wording.trim() === '' ? [] : [['consent_wording', wording.trim()] satisfies [string, string]]),
  ]
}
