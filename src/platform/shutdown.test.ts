import { expect, test } from 'vitest'
import { memoryLog } from '../../test/helpers/httpShell.ts'
import { createShutdown } from './shutdown.ts'

test('steps are done in reverse, one after the other, each once', async () => {
  const { log, logged } = memoryLog()
  const shutdown = createShutdown({ log })
  const done: string[] = []
  const step = (name: string) => async () => {
    done.push(`${name} begins`)
    await new Promise(setImmediate)
    done.push(`${name} ends`)
  }
  shutdown.on('database', step('database'))
  shutdown.on('server', step('server'))
  await Promise.all([shutdown.run(), shutdown.run()])
  expect(done).toEqual(['server begins', 'server ends', 'database begins', 'database ends'])
  expect(logged.map(([level, fields]) => [level, fields])).toEqual([
    ['debug', { step: 'server' }],
    ['debug', { step: 'database' }],
  ])
})

test('a step that fails is logged and keeps none from being done', async () => {
  const { log, logged } = memoryLog()
  const shutdown = createShutdown({ log })
  const done: string[] = []
  shutdown.on('database', () => done.push('database'))
  shutdown.on('server', () => {
    throw new Error('stuck')
  })
  await shutdown.run()
  expect(done).toEqual(['database'])
  expect(logged[0]?.[0]).toBe('error')
})
