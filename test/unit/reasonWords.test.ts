import { expect, test } from 'vitest'
import { reasons } from '../../src/domain/tracking/verdict.ts'
import { germanReasons } from '../../web/pages/logbook/reasonWords.ts'

test('every reason of a verdict is said in German', () => {
  expect(Object.keys(germanReasons).toSorted()).toEqual(Object.keys(reasons).toSorted())
})
