import { expect, test } from 'vitest'
import { matching, type Offer } from './offers.ts'

const offer = (label: string, also = ''): Offer => ({ key: label, label, also, to: '/', icon: 'search' })
const offers = [offer('Empfänger sperren'), offer('Neuer Webhook', 'endpoint'), offer('Webhooks')]
const found = (typed: string) => matching(offers, typed).map(({ label }) => label)

test('each word that is typed must stand somewhere in the line, in any case and without its accents', () => {
  expect(found('EMPFANGER')).toEqual(['Empfänger sperren'])
  expect(found('webh')).toEqual(['Neuer Webhook', 'Webhooks'])
  expect(found('webhook neu')).toEqual(['Neuer Webhook'])
  expect(found('sperren webhook')).toEqual([])
})

test('a word that is not shown finds its line too, and nothing typed finds all', () => {
  expect(found('endpoint')).toEqual(['Neuer Webhook'])
  expect(found('')).toHaveLength(3)
})
