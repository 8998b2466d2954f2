import type { ContactRow } from '../../../domain/contacts/store.ts'
import { localTime } from '../../../lib/localTime.ts'
import { text, type Given } from './parameters.ts'

/** Those that clients read without asking whether they are there. */
const usual = ['firstname', 'lastname', 'home_number', 'email', 'address', 'postal_code', 'city', 'birthday', 'notes'] as const

/** Parameters that are no properties of a contact. */
const others: ReadonlySet<string> = new Set([
  ...[
    'mobile_number',
    'groups',
    'p',
    'u',
    'json',
    'sentwith',
    'sent_with',
    'action',
    'id',
    'fullname',
    'created',
    'validation',
    'initials',
  ],
])

const read = text({ max: 2_048 })

/** Everything else is a field of the contact; one that comes empty is taken away. */
export function readProperties(given: Given): Record<string, string> {
  const properties = [...given].filter(([name]) => !others.has(name.toLowerCase()))
  return Object.fromEntries(
    properties.flatMap(([name, value]): [string, string][] => (value === 'undefined' ? [] : [[name, read(value, name)?.trim() ?? '']])),
  )
}

/** A contact in the words of seven.io. */
export function viewContact({ id, phone, fields, groups, createdAt }: ContactRow, timeZone: string) {
  const { avatar, ...properties } = fields
  const names = [fields.firstname ?? '', fields.lastname ?? '']
  return {
    ...{ id: Number(id), avatar: avatar ?? '', validation: { state: null, timestamp: null } },
    initials: { initials: names.map((name) => name.slice(0, 1).toUpperCase()).join(''), color: 'EEE0C9' },
    properties: {
      ...Object.fromEntries(usual.map((name) => [name, null])),
      ...properties,
      ...{ fullname: fields.fullname ?? (names.join(' ').trim() || null), mobile_number: phone.slice(1) },
    },
    groups: groups.map((group) => Number(group.id)),
    created: localTime(createdAt, timeZone).slice(0, 19),
  }
}
