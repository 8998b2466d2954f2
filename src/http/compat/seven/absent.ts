import { SevenRefusal } from './codes.ts'
import type { Add } from './operation.ts'

/** What seven.io has and Tapline does not: the first part of the address, or the first two. */
const missing: Readonly<Record<string, string>> = {
  'lookup/hlr': 'Whether a phone is switched on is not looked up here.',
  'lookup/mnp': 'The network that a number was ported to is not looked up here.',
  'lookup/cnam': 'Names of callers are not looked up here.',
  'lookup/rcs': 'There is no RCS here.',
  rcs: 'There is no RCS here.',
  waba: 'There is no WhatsApp here.',
  voice: 'There are no calls here.',
  validate_for_voice: 'There are no calls here.',
  subaccounts: 'There are no subaccounts here: an account has as many API keys as it needs.',
  numbers: 'Numbers are rented from your carrier, not here.',
}

/** Everything else under the path: it is told honestly that it is not there, with the code of an API that is switched off. */
export function absentOperations(add: Add): void {
  add({
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    path: '/*',
    scope: 'messages:write',
    parameters: {},
    run: async ({ rest }) => {
      const [first = '', second = ''] = rest.split('/')
      const known = missing[`${first}/${second}`] ?? missing[first]
      throw new SevenRefusal(902, known ?? `There is nothing at "${rest.slice(0, 100)}", or not by this method.`)
    },
  })
}
