import { expect, test } from 'vitest'
import { newAccount } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import type { OutboundMessage, Receipt } from '../../domain/messages/carrier.ts'
import { behaviourOf, magicNumbers } from './behaviour.ts'
import { previewOf } from './preview.ts'
import { createSimulator } from './simulator.ts'

const db = await testDatabase()
const { accountId } = await newAccount(db)
let ids = 0n
const message = (phone: string, text = 'Hi'): OutboundMessage => ({
  ...{ id: ++ids, accountId, phone, sender: 'Acme', text, encoding: 'gsm7', flash: false },
  ...{ validUntil: new Date(Date.now() + 60_000), attempt: 1 },
})

function simulator() {
  const receipts: Receipt[] = []
  const previews: { url: string; userAgent: string }[] = []
  const carrier = createSimulator({
    db,
    onReceipts: async (given) => receipts.push(...given),
    fetchPreview: async (request) => previews.push(request),
  })
  return { carrier, receipts, previews }
}
const makeDue = () =>
  db`update simulator_messages set receipt_due_at = now(), preview_due_at = case when preview_due_at is not null then now() end where receipt_sent_at is null`

test.each([
  ['0001', 'rejected', undefined],
  ['0002', 'unknown', undefined],
  ['0003', 'accepted', 'delivered'],
  ['0004', 'accepted', 'undelivered'],
  ['0005', 'accepted', 'expired'],
  ['0006', 'unknown', 'delivered'],
  ['0007', 'unavailable', undefined],
  ['0008', 'accepted', undefined],
  ['5678', 'accepted', 'delivered'],
])('a number that ends in %s is %s and its receipt says %s', async (ending, outcome, receipt) => {
  const { carrier, receipts } = simulator()
  const sent = message(`+491511234${ending}`)
  expect((await carrier.submit(sent)).kind).toBe(outcome)
  await db`update simulator_messages set receipt_due_at = now() where reference = ${String(sent.id)} and receipt is not null`
  await carrier.turn()
  expect(receipts.filter((each) => each.reference === sent.id).map((each) => each.state)).toEqual(receipt === undefined ? [] : [receipt])
})

test('every magic number has its line above', () => {
  expect(Object.keys(magicNumbers)).toEqual(['0001', '0002', '0003', '0004', '0005', '0006', '0007', '0008'])
})

test('a message that was put off is taken at the next try', async () => {
  const { carrier } = simulator()
  const sent = message('+4915112340007')
  expect((await carrier.submit(sent)).kind).toBe('unavailable')
  expect((await carrier.submit(sent)).kind).toBe('accepted')
})

test('a receipt that could not be handed in is handed in again', async () => {
  const sent = message('+4915112345670')
  const failing = createSimulator({ db, onReceipts: () => Promise.reject(new Error('away')), fetchPreview: async () => undefined })
  await failing.submit(sent)
  await makeDue()
  await expect(failing.turn()).rejects.toThrow('away')
  const { carrier, receipts } = simulator()
  await carrier.turn()
  expect(receipts.map((each) => each.reference)).toContain(sent.id)
  await carrier.turn()
  expect(receipts.filter((each) => each.reference === sent.id)).toHaveLength(1)
})

test('a delivered message lets its phone fetch the preview once', async () => {
  const { carrier, previews } = simulator()
  await carrier.submit(message('+4915112345672', 'Sale https://s.test/abcdefgh'))
  await makeDue()
  await carrier.turn()
  await carrier.turn()
  expect(previews.map((each) => each.url)).toEqual(['https://s.test/abcdefgh'])
})

test('an iPhone shows a card only for a single link at the start or end; a Samsung phone for the first link', () => {
  const iphone = (text: string) => previewOf({ phone: '+4915112345678', text })?.url
  const samsung = (text: string) => previewOf({ phone: '+4915112345679', text })?.url
  expect(iphone('See https://s.test/abcdefgh')).toBe('https://s.test/abcdefgh')
  expect(iphone('See https://s.test/abcdefgh now')).toBeUndefined()
  expect(iphone('https://s.test/abcdefgh https://s.test/abcdefgi')).toBeUndefined()
  expect(samsung('A https://s.test/abcdefgh b https://s.test/abcdefgi')).toBe('https://s.test/abcdefgh')
  expect(iphone('No link')).toBeUndefined()
})

test('the same message always meets the same delays, below two seconds', () => {
  for (let id = 1n; id < 200n; id++) {
    const { receiptDelayMs } = behaviourOf({ id, phone: '+4915112345678' })
    expect(receiptDelayMs).toBe(behaviourOf({ id, phone: '+4915112345678' }).receiptDelayMs)
    expect(receiptDelayMs).toBeLessThan(2_000)
  }
})
