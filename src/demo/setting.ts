import type { SegmentRule } from '../contract/audiences.ts'
import { updateAccount } from '../domain/accounts/accounts.ts'
import { updateConversionSettings } from '../domain/accounts/conversionSettings.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { createSegment } from '../domain/audiences/segments.ts'
import { groupIdsOf } from '../domain/contacts/groups.ts'
import { runNextImport } from '../domain/contacts/importRun.ts'
import { getImport } from '../domain/contacts/imports.ts'
import { receiveImport, type ImportOrder } from '../domain/contacts/upload.ts'
import { listPrices, setPrice } from '../domain/routing/prices.ts'
import { customerFile, groups } from './customers.ts'
import { moveTo } from './past.ts'
import type { Ids } from './plans.ts'
import { SHOP } from './purchases.ts'
import { ACTOR, DAY, playScene, type Scene, type Stage } from './stage.ts'

/** What the account is, before anything is sent. */
export async function playSetting(stage: Stage, { contacts, startsAt }: { contacts: number; startsAt: Date }): Promise<Ids> {
  stage.say('Account, prices and customers ...')
  await playScene(stage, async (scene) => {
    await setUpAccount(scene)
    await setUpPrices(scene)
    await createKey(scene.tx, {
      accountId: scene.accountId,
      name: 'Web shop',
      mode: 'live',
      scopes: ['messages:write', 'conversions:write'],
      actor: ACTOR,
    })
    await createKey(scene.tx, { accountId: scene.accountId, name: 'Staging', mode: 'test', scopes: ['messages:write'], actor: ACTOR })
    await moveTo(scene, startsAt)
  })
  const file = customerFile(stage.random('customers'), { count: contacts, now: startsAt })
  const consent = {
    source: 'Newsletter form',
    at: new Date(startsAt.getTime() - 90 * DAY),
    wording: 'Yes, send me news about tea by SMS. I can leave at any time.',
  }
  await playImport(stage, {
    file,
    at: new Date(startsAt.getTime() + 600_000),
    order: { ...plainOrder, fileName: 'customers.csv', consent },
  })
  return new Map(await groupIdsOf(stage.db, { accountId: stage.accountId, names: Object.values(groups) }))
}

async function setUpAccount({ tx, accountId }: Scene): Promise<void> {
  const changes = {
    ...{ name: 'Bergamot Tea', currency: 'EUR', timeZone: 'Europe/Berlin', defaultCountry: 'DE' },
    ...{
      stopReply: 'You will get no more messages from us. Reply START to come back.',
      helpReply: 'Bergamot Tea, write to tea@bergamot.example',
    },
    utm: { utm_source: 'sms' },
  }
  await updateAccount(tx, { accountId, actor: ACTOR, changes })
  await updateConversionSettings(tx, { accountId, actor: ACTOR, changes: { parameter: 'tl', origins: [SHOP] } })
}

/** Prices belong to the operator: those that are there stay. */
async function setUpPrices({ tx }: Scene): Promise<void> {
  const known = new Set((await listPrices(tx)).filter(({ currency }) => currency === 'EUR').map(({ country }) => country))
  for (const [country, priceMicros] of [
    ['DE', 75_000n],
    ['FR', 62_000n],
    ['SE', 54_000n],
    ['US', 11_000n],
  ] as const)
    if (!known.has(country)) await setPrice(tx, { country, currency: 'EUR', priceMicros })
}

export const plainOrder: ImportOrder = {
  ...{ fileName: undefined, mapping: undefined, rule: 'update', defaultCountry: 'DE', groups: [], consent: undefined },
}

/** Sends a file in and works on it, as a worker does. */
export async function playImport(stage: Stage, { file, order, at }: { file: string; order: ImportOrder; at: Date }): Promise<void> {
  await playScene(stage, async (scene) => {
    const { tx, accountId, log } = scene
    const id = await receiveImport(tx, { accountId, actor: ACTOR, order, body: bytesOf(file) })
    // Imports of other accounts that wait come first.
    while ((await getImport(tx, { accountId, id })).state !== 'done')
      if (!(await runNextImport({ db: tx, log, isStopping: () => false }))) throw new Error(`Import ${id} of the demo did not end`)
    await moveTo(scene, at)
  })
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

/** Whom the account looks at, by what they did and by what it knows of them. */
export async function playSegments(stage: Stage, at: Date): Promise<void> {
  await playScene(stage, async (scene) => {
    const { tx, accountId } = scene
    const rules: readonly (readonly [name: string, rule: SegmentRule])[] = [
      ['Got something, tapped nothing in 30 days', { kind: 'not_clicked_any', days: 30 }],
      ['Tapped in the last 14 days', { kind: 'clicked_any', days: 14 }],
      ['Like Assam', { kind: 'field', name: 'favourite', operator: 'is', value: 'Assam' }],
    ]
    for (const [name, rule] of rules) await createSegment(tx, { accountId, name, rule })
    await moveTo(scene, at)
  })
}
