import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aHit } from '../../../test/helpers/hits.ts'
import { FRAME_BYTES, findFrame, readFrame, sealFrame, wholeLength } from './frame.ts'
import { decodeHit, hitEncoder, type HitRecord } from './record.ts'

const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const anyHit: fc.Arbitrary<HitRecord> = fc.record({
  at: fc.integer({ min: 0, max: 7_258_118_399_999 }),
  accountId: id,
  renderingId: id,
  messageId: id,
  number: fc.integer({ min: 0, max: 62 ** 8 - 1 }),
  codeSpaceId: fc.integer({ min: 1, max: 4_095 }),
  link: fc.integer({ min: 0, max: 100 }),
  network: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 2 ** 24 - 1 }), fc.integer({ min: 2 ** 48, max: 2 ** 49 - 1 })),
  head: fc.boolean(),
  test: fc.boolean(),
  overBudget: fc.boolean(),
  aggregate: fc.constant(false),
  over: fc.boolean(),
  purpose: fc.constantFrom('none' as const, 'prefetch' as const, 'preview' as const),
  userAgent: fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 600 }),
})

function encode(hits: readonly HitRecord[]): Buffer {
  const buffer = Buffer.alloc(hitEncoder.maxBytes * hits.length)
  return buffer.subarray(
    0,
    hits.reduce((at, hit) => hitEncoder.write(buffer, at, hit), 0),
  )
}

function decodeAll(buffer: Buffer): (HitRecord | undefined)[] {
  const hits: (HitRecord | undefined)[] = []
  for (let at = 0, frame = readFrame(buffer, at); frame.kind === 'record'; at = frame.end, frame = readFrame(buffer, at))
    hits.push(decodeHit(buffer, frame.start, frame.end))
  return hits
}

test('every hit is read as it was written, its user agent cut at 512 characters', () => {
  fc.assert(
    fc.property(fc.array(anyHit, { maxLength: 5 }), (hits) => {
      expect(decodeAll(encode(hits))).toEqual(hits.map((hit) => ({ ...hit, userAgent: hit.userAgent.slice(0, 512) })))
    }),
  )
})

test('in aggregate mode a record holds nothing that leads to a recipient', () => {
  fc.assert(
    fc.property(anyHit, (hit) => {
      const [read] = decodeAll(encode([{ ...hit, aggregate: true }]))
      expect(read).toMatchObject({
        aggregate: true,
        messageId: 0,
        number: 0,
        codeSpaceId: 0,
        network: -1,
        at: hit.at - (hit.at % 3_600_000),
      })
    }),
  )
})

test('wherever the bytes are cut or a byte is changed, the records before it are whole and nothing else is taken for one', () => {
  fc.assert(
    fc.property(fc.array(anyHit, { minLength: 1, maxLength: 4 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (hits, place, change) => {
      const whole = encode(hits)
      const ends = hits.map((_, count) => encode(hits.slice(0, count + 1)).length)
      const at = place % whole.length
      const before = Math.max(0, ...ends.filter((end) => end <= at))
      expect(wholeLength(whole.subarray(0, at))).toBe(before)
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ change
      expect(wholeLength(damaged)).toBe(before)
      const next = findFrame(damaged, before)
      expect([...ends, undefined]).toContain(next)
    }),
  )
})

test('room that was never written ends a segment, and other bytes are damage', () => {
  const hit = encode([aHit()])
  expect(readFrame(Buffer.concat([hit, Buffer.alloc(10_000)]), hit.length)).toEqual({ kind: 'end' })
  expect(readFrame(Buffer.concat([hit, Buffer.alloc(3)]), hit.length)).toEqual({ kind: 'end' })
  expect(readFrame(Buffer.concat([hit, Buffer.alloc(8), hit]), hit.length)).toEqual({ kind: 'damaged' })
  expect(readFrame(Buffer.concat([hit, Buffer.from([1])]), hit.length)).toEqual({ kind: 'damaged' })
})

test.each([
  ['a newer version', (body: Buffer) => (body[0] = 2)],
  ['another kind', (body: Buffer) => (body[1] = 9)],
  ['an unknown purpose', (body: Buffer) => (body[2] = 0b0110_0000)],
  ['a time that no clock shows', (body: Buffer) => body.writeDoubleLE(1e15, 7)],
  ['no account', (body: Buffer) => body.writeDoubleLE(0, 15)],
  ['a number that is none', (body: Buffer) => body.writeDoubleLE(Number.NaN, 39)],
  ['an impossible network', (body: Buffer) => body.writeDoubleLE(2 ** 30, 47)],
  ['a zero character', (body: Buffer) => (body[60] = 0)],
])('a record with %s is not understood', (_, change) => {
  const buffer = encode([aHit()])
  change(buffer.subarray(FRAME_BYTES))
  sealFrame(buffer, 0, buffer.length)
  expect(decodeAll(buffer)).toEqual([undefined])
})
