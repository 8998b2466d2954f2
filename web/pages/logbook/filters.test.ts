import { expect, test } from 'vitest'
import { noFilters, queryOf } from './filters.ts'

test('an address is asked for as it says, and what it says amiss is left out', () => {
  const asked = queryOf({ ...noFilters, state: 'delivered', clicks: 'yes', from: '2026-11-01', to: '2026-11-02', ends: '5678' }, 'UTC')
  expect(asked).toMatchObject({
    ...{ state: 'delivered', has_clicks: true, phone_ends: '5678' },
    ...{ created_after: '2026-11-01T00:00:00.000Z', created_before: '2026-11-03T00:00:00.000Z' },
  })
  const amiss = queryOf({ ...noFilters, state: 'gone', clicks: 'maybe', from: 'soon', to: '2026-02-30', id: '0x1', before: 'x' }, 'UTC')
  expect(Object.values(amiss).filter((value) => value !== undefined && value !== '')).toEqual([])
})
