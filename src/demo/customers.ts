import { csvRow } from '../lib/csv.ts'
import type { Random } from '../lib/seededRandom.ts'
import { fictionalNumbers, type FictionalNumber } from './numbers.ts'

/** What the shop knows of its customers. */
const columns = ['first_name', 'city', 'favourite', 'orders', 'last_order'] as const

const firstNames: Record<string, readonly [string, ...string[]]> = {
  FR: ['Camille', 'Louis', 'Chloé', 'Hugo', 'Manon', 'Jules', 'Inès', 'Arthur', 'Léa', 'Gabriel', 'Zoé', 'Nathan', 'Élise', 'Théo'],
  DE: ['Jana', 'Felix', 'Mara', 'Jonas', 'Lena', 'Paul', 'Frieda', 'Moritz', 'Greta', 'Emil', 'Nele', 'Anton', 'Jördis', 'Käthe'],
  SE: ['Elsa', 'Oskar', 'Alva', 'Nils', 'Maja', 'Axel', 'Ebba', 'Åsa', 'Björn', 'Saga'],
  US: ['Emma', 'Noah', 'Olivia', 'Liam', 'Ava', 'Mason', 'Mia', 'Ethan', 'Grace', 'Logan', 'Ruby', 'Caleb', 'Hazel', 'Owen'],
}
const cities: Record<string, readonly [string, ...string[]]> = {
  FR: ['Lyon', 'Lille', 'Nantes', 'Bordeaux', 'Paris', 'Rennes', 'Strasbourg', 'Annecy'],
  DE: ['Hamburg', 'Leipzig', 'Köln', 'Freiburg', 'Bremen'],
  SE: ['Malmö', 'Göteborg', 'Uppsala'],
  US: ['Boston', 'Chicago', 'Austin', 'Seattle', 'Denver', 'New York', 'Atlanta'],
}
const teas = ['Earl Grey', 'Assam', 'Darjeeling', 'Sencha', 'Oolong', 'Rooibos', 'Matcha'] as const

/** Groups that the file names. */
export const groups = { newsletter: 'Newsletter', regulars: 'Regulars', france: 'France', germany: 'Deutschland' } as const

/** Somebody who bought, or might. Fields are texts, as everywhere. */
export type Customer = { phone: string; fields: Record<string, string>; groups: string[] }

/** So many customers, in no order. */
export function customers(random: Random, { count, now }: { count: number; now: Date }): Customer[] {
  return shuffled(random, fictionalNumbers(count)).map((number) => customer(random, number, now))
}

function customer(random: Random, { phone, country }: FictionalNumber, now: Date): Customer {
  const orders = Math.floor(random.around(2.2, 0.8))
  const lastOrder = new Date(now.getTime() - random.around(70, 0.8) * 86_400_000).toISOString().slice(0, 10)
  const name = random.chance(0.94) ? { first_name: random.pick(firstNames[country] ?? ['']) } : {}
  const bought = orders === 0 ? {} : { favourite: random.pick(teas), last_order: lastOrder }
  const own = [
    ...(random.chance(0.93) ? [groups.newsletter] : []),
    ...(orders >= 4 ? [groups.regulars] : []),
    ...(country === 'FR' ? [groups.france] : country === 'DE' ? [groups.germany] : []),
  ]
  return { phone, fields: { ...name, city: random.pick(cities[country] ?? ['']), orders: String(orders), ...bought }, groups: own }
}

/** A file of customers with mistakes in it, as files have them. */
export function customerFile(random: Random, all: readonly Customer[]): string {
  const rows = all.map(({ phone, fields, groups: own }) => [phone, ...columns.map((name) => fields[name] ?? ''), own.join(';')])
  return [['phone', ...columns, 'groups'], ...withMistakes(random, rows)].map((row) => csvRow(row)).join('')
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, place: random.number() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value)
}

/** About one row in forty cannot be taken: landlines, numbers that lost digits, doubles. */
function withMistakes(random: Random, rows: readonly string[][]): string[][] {
  const wrong = (phone: string) => ['', 'Alex', 'Lyon', '', '0', '', groups.newsletter].map((cell, at) => (at === 0 ? phone : cell))
  const mistakes = ['+4940 12', '040 8225660', 'n/a', '+33 6 39', '+49 30 23125000', '06-39-98', '+1 212', 'see file']
  return rows.flatMap((row) => {
    if (random.chance(0.008)) return [row, row]
    return random.chance(0.02) ? [row, wrong(random.pick(['', ...mistakes]))] : [row]
  })
}

/** Cards that visitors of a fair filled in, typed off in haste. */
export function fairFile(random: Random): string {
  const typed = Array.from({ length: 180 }, (_, at) => [
    `+33639987${String(at).padStart(3, '0')}`,
    random.pick(firstNames.FR ?? ['']),
    'Fair 2',
  ])
  const wrong = ['+33 6 39', '0033', '?', '0639-', '+33 1 42 68 53 00'].map((phone) => [phone, '', 'Fair 2'])
  return [['phone', 'first_name', 'stand'], ...typed, ...wrong].map((row) => csvRow(row)).join('')
}
