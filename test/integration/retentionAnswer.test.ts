import { expect, test } from 'vitest'
import { settings } from '../../src/platform/settings.ts'
import { api } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const db = await testDatabase()
const { call } = await api(db)

type Kept = { what: string; for: { count: number; unit: string } | null; setting: string | null }

test('what is kept for how long is told as it is set, each with the setting that changes it', async () => {
  const { body } = await call('GET', '/v1/retention')
  const kept = body.kept as Kept[]
  expect(kept.find(({ what }) => what === 'hits')).toEqual({
    what: 'hits',
    for: { count: 13, unit: 'months' },
    setting: 'TAPLINE_HITS_MONTHS',
  })
  expect(kept.find(({ what }) => what === 'merge_values')).toMatchObject({ for: null })
  const names = new Set<string>(settings.map(({ name }) => name))
  expect(kept.flatMap(({ setting }) => setting ?? []).filter((name) => !names.has(name))).toEqual([])
})
