import type { ReactionRates } from './reactions.ts'
import { ordinaryRates } from './reactions.ts'

/** Who sits at simulated phones: whoever's number begins with one of the prefixes, with digits alone. What they spend is in `currency`. */
export type SimulatedPeople = { prefixes: readonly string[]; rates: ReactionRates; currency: string }

const MAX_PREFIXES = 50
const names = ['people', 'currency', 'view', 'tap', 'convert', 'opt_out'] as const

/**
 * Reads the settings of the simulator: `people` is a list of prefixes such as "3363998,4917139200" or "off", `view`, `tap`, `convert` and `opt_out` are
 * shares from 0 to 1, `currency` is EUR unless told.
 * @returns undefined where nobody sits at the phones, as on every new installation
 * @throws Error with a sentence for settings that mean nothing
 */
export function readPeople(settings: Readonly<Record<string, unknown>>): SimulatedPeople | undefined {
  const unknown = Object.keys(settings).find((name) => !names.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`The simulator has no setting "${unknown}": it has ${names.join(', ')}`)
  const prefixes = textOf(settings.people, 'people')
    .split(',')
    .map((prefix) => prefix.trim())
    .filter((prefix) => prefix !== '' && prefix !== 'off')
  const wrong = prefixes.find((prefix) => !/^[1-9]\d{3,14}$/.test(prefix))
  if (wrong !== undefined) throw new Error(`"${wrong}" is no prefix: expected 4 to 15 digits that numbers begin with, such as 3363998`)
  if (prefixes.length > MAX_PREFIXES) throw new Error(`people has ${prefixes.length} prefixes: at most ${MAX_PREFIXES} are possible`)
  const currency = textOf(settings.currency, 'currency') || 'EUR'
  if (!/^[A-Z]{3}$/.test(currency)) throw new Error(`currency is "${currency}": expected three letters such as EUR`)
  const rates = {
    view: shareOf(settings, 'view', ordinaryRates.view),
    tap: shareOf(settings, 'tap', ordinaryRates.tap),
    convert: shareOf(settings, 'convert', ordinaryRates.convert),
    optOut: shareOf(settings, 'opt_out', ordinaryRates.optOut),
  }
  return prefixes.length === 0 ? undefined : { prefixes, rates, currency }
}

/** Whether somebody sits at a phone. @param phone in E.164 */
export const livesThere = ({ prefixes }: SimulatedPeople, phone: string): boolean => prefixes.some((prefix) => phone.startsWith(prefix, 1))

function textOf(value: unknown, name: string): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value.trim()
  // One prefix alone looks like a number to the command line.
  if (typeof value === 'number') return String(value)
  throw new Error(`${name} is no text`)
}

function shareOf(settings: Readonly<Record<string, unknown>>, name: string, fallback: number): number {
  const given = settings[name]
  if (given === undefined) return fallback
  const value = typeof given === 'number' ? given : typeof given === 'string' && /^[\d.]{1,12}$/.test(given) ? Number(given) : Number.NaN
  if (value >= 0 && value <= 1) return value
  throw new Error(`${name} is "${String(given)}": expected a share from 0 to 1, such as 0.14`)
}
