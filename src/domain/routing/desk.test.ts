import { afterAll, expect, test } from 'vitest'
import { silentLog } from '../../../test/helpers/messaging.ts'
import { testServer } from '../../../test/helpers/database.ts'
import { connect } from '../../platform/db.ts'
import { insertCarrier, resumeCarrier, updateCarrier } from './carriers.ts'
import { createDesk } from './desk.ts'

const server = await testServer()
const db = connect({ server, max: 2, applicationName: 'test' })
afterAll(() => db.end())

test('carriers are opened once for each version, a change is there within 2 s, and one that cannot be used is left out', async () => {
  let at = 0
  const opened: string[] = []
  const open = ({ name, version, settings }: { name: string; version: number; settings: Record<string, unknown> }) => {
    opened.push(`${name} ${version}`)
    if (settings.broken === true) throw new Error('broken')
    return name
  }
  const desk = createDesk({ db, log: silentLog, open, now: () => at })
  const names = async () => (await desk.list()).map(({ carrier }) => carrier)
  expect(await names()).toEqual(['Simulator'])
  const id = (await insertCarrier(db, { kind: 'generic', name: 'Acme', messagesPerSecond: 10, settings: { broken: true } })) ?? 0n
  expect(await names()).toEqual(['Simulator'])
  at += 2_000
  expect(await names()).toEqual(['Simulator'])
  await resumeCarrier(db, { id })
  await updateCarrier(db, { id, messagesPerSecond: 20 })
  at += 2_000
  expect(await names()).toEqual(['Simulator'])
  await updateCarrier(db, { id, settings: {} })
  at += 2_000
  expect(await names()).toEqual(['Simulator', 'Acme'])
  expect(opened).toEqual(['Simulator 1', 'Acme 1', 'Acme 2'])
})

test('while the database is away what is known goes on to be used', async () => {
  let at = 0
  const lost = connect({ server, max: 2, applicationName: 'test' })
  const desk = createDesk({ db: lost, log: silentLog, open: ({ name }) => name, now: () => at })
  expect(await desk.list()).toHaveLength(2)
  await lost.end()
  at += 2_000
  expect(await desk.list()).toHaveLength(2)
  const never = createDesk({ db: lost, log: silentLog, open: ({ name }) => name })
  await expect(never.list()).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
})
