import type { Option } from '../../ui/Field.tsx'

const made = new Map<string, readonly Option[]>()

/** Countries by name, in a language that the browser knows; codes of history and of no country are left out. */
export function countryOptions(locale: string): readonly Option[] {
  const known = made.get(locale)
  if (known !== undefined) return known
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  const options = letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((value) => {
      const label = noCountries.has(value) ? undefined : names.of(value)
      return label === undefined ? [] : [{ value, label }]
    })
    .toSorted((one, other) => one.label.localeCompare(other.label, locale))
  made.set(locale, options)
  return options
}

const noCountries: ReadonlySet<string> = new Set(
  'AN BU CS DD FX NT SU TP YD YU ZR DY HV NH RH VD QU UK EU EZ UN XA XB ZZ QO AQ BV HM TF UM CP'.split(' '),
)
