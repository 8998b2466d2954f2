import { expect, test } from 'vitest'
import { place } from './place.ts'

const view = { width: 1_000, height: 800 }
const anchor = (left: number, top: number) => ({ left, top, width: 100, height: 30 })
const card = { width: 300, height: 200 }

test('it stands below its anchor, above where there is no room below, and inside the window', () => {
  expect(place(anchor(100, 100), card, view)).toMatchObject({ left: 100, top: 134 })
  expect(place(anchor(100, 700), card, view)).toMatchObject({ left: 100, top: 496 })
  expect(place(anchor(950, 100), card, view).left).toBe(692)
  expect(place(anchor(100, 100), card, view, { end: true }).left).toBe(8)
  expect(place(anchor(100, 700), card, view, { side: 'above' }).top).toBe(496)
  expect(place(anchor(100, 20), card, view, { side: 'above' }).top).toBe(54)
})

test('what is higher than the window is cut to what there is, and never begins above it', () => {
  const { top, maxHeight } = place(anchor(100, 300), { width: 300, height: 5_000 }, view)
  expect(top + maxHeight).toBeLessThanOrEqual(view.height)
  expect(place(anchor(0, 5), { width: 2_000, height: 2_000 }, { width: 390, height: 20 })).toMatchObject({ left: 8 })
})
