/**
 * Numbers that belong to nobody: regulators keep them free for films and books. Should somebody set up a real carrier in an account with the
 * demo, no stranger gets an SMS.
 */

type Range = { country: string; count: number; numberAt(at: number): string }

const padded = (at: number, digits: number) => String(at).padStart(digits, '0')

/** France, 06 39 98 00 00 to 99. @see https://www.arcep.fr, decision 2018-0881 as amended, numbers for audiovisual works */
const france: Range = { country: 'FR', count: 10_000, numberAt: (at) => `+3363998${padded(at, 4)}` }

/** United States, 555-0100 to 0199 of an area. @see https://nationalnanpa.com, 555 line numbers 0100 to 0199 */
const areas = ['212', '312', '415', '617', '206', '512', '303', '404'] as const
const unitedStates: Range = {
  country: 'US',
  count: areas.length * 100,
  numberAt: (at) => `+1${areas[at % areas.length] ?? areas[0]}55501${padded(Math.floor(at / areas.length), 2)}`,
}

/** Germany, 0171 39200 00 to 99 and 0176 040690 00 to 99. @see https://www.bundesnetzagentur.de, "Rufnummern für Medienproduktionen" */
const germany: Range = {
  country: 'DE',
  count: 200,
  numberAt: (at) => (at < 100 ? `+4917139200${padded(at, 2)}` : `+49176040690${padded(at - 100, 2)}`),
}

/** Sweden, 070-174 06 05 to 06 99. @see https://www.pts.se, telephone numbers for use in books and films */
const sweden: Range = { country: 'SE', count: 95, numberAt: (at) => `+46701740${padded(605 + at, 3)}` }

/** What the numbers begin with, digits only. */
export const fictionalPrefixes = ['3363998', ...areas.map((area) => `1${area}55501`), '4917139200', '49176040690', '467017406'] as const

/** The sender that people can write back to; the last of the German numbers, so no contact has it. */
export const replyNumber = '4917604069099'

export type FictionalNumber = { phone: string; country: string }

/**
 * So many numbers, each once, of all countries mixed.
 * @param share how many of a hundred are of Germany, Sweden and the United States; the rest is France
 */
export function fictionalNumbers(count: number): FictionalNumber[] {
  const plan = [
    { range: germany, wanted: Math.min(germany.count - 1, Math.round(count * 0.1)) },
    { range: sweden, wanted: Math.min(sweden.count, Math.round(count * 0.045)) },
    { range: unitedStates, wanted: Math.min(unitedStates.count, Math.round(count * 0.28)) },
  ]
  const others = plan.reduce((sum, { wanted }) => sum + wanted, 0)
  const all = [...plan, { range: france, wanted: Math.min(france.count, count - others) }]
  return all.flatMap(({ range, wanted }) =>
    Array.from({ length: wanted }, (_, at) => ({ phone: range.numberAt(at), country: range.country })),
  )
}
