import { accountSettings } from '../../../domain/accounts/accounts.ts'
import { describePhone, parsePhone } from '../../../lib/phone.ts'
import type { RouteParts } from '../../routes/parts.ts'
import type { Answer } from './answers.ts'
import { SevenRefusal } from './codes.ts'
import { countryName } from './countryName.ts'
import type { Add, Asked } from './operation.ts'
import { list, required, text, type Table } from './parameters.ts'

const MAX_NUMBERS = 100

type Numbers = { number: string[] }
const numbers: Table<Numbers> = { number: required(list({ max: MAX_NUMBERS, code: 202 }), 202) }

/** What the numbering plans tell of a number; nobody is asked. */
export function lookupOperations(add: Add, parts: RouteParts): void {
  add({
    methods: ['GET', 'POST'],
    path: '/lookup/format',
    scope: 'messages:write',
    parameters: numbers,
    run: async (asked) => format(parts, asked),
  })

  add({
    methods: ['GET', 'POST'],
    path: '/lookup',
    scope: 'messages:write',
    parameters: { ...numbers, type: text({ max: 20 }) },
    run: async (asked) => {
      if (asked.values.type !== 'format') throw new SevenRefusal(902, 'Only the format of a number is looked up here: type=format.')
      return format(parts, asked)
    },
  })
}

/** One number is answered as an object, several as a list. */
async function format({ db }: RouteParts, { key, values }: Asked<Numbers>): Promise<Answer> {
  const { defaultCountry } = await accountSettings(db, key.accountId)
  const found = values.number.map((written) => lookUp(written, defaultCountry ?? undefined))
  return { json: found.length === 1 ? found[0] : found }
}

function lookUp(written: string, defaultCountry: string | undefined) {
  const parsed = parsePhone(written, defaultCountry)
  if (parsed.kind === 'invalid') return { success: false, ...nothing }
  const { national, international, callingCode, country, kind } = describePhone(parsed.phone)
  return {
    ...{ success: true, national, international: parsed.phone, international_formatted: international },
    ...{ country_name: country === undefined ? '' : countryName(country), country_code: callingCode, country_iso: country ?? '' },
    ...{ carrier: '', network_type: networkTypes[kind ?? ''] ?? 'unknown' },
  }
}

const nothing = {
  ...{ national: '', international: '', international_formatted: '' },
  ...{ country_name: '', country_code: '', country_iso: '', carrier: '', network_type: 'unknown' },
}

const networkTypes: Readonly<Record<string, string>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'mobile',
  PREMIUM_RATE: 'premium',
  TOLL_FREE: 'toll_free',
  VOIP: 'voip',
  PAGER: 'pager',
}
