import type { SegmentRule } from '../contract/audiences.ts'
import { updateAccount } from '../domain/accounts/accounts.ts'
import { updateConversionSettings } from '../domain/accounts/conversionSettings.ts'
import { createKey, listKeys } from '../domain/accounts/keys.ts'
import { createSegment } from '../domain/audiences/segments.ts'
import { upsertContacts } from '../domain/contacts/contacts.ts'
import { groupIdsOf } from '../domain/contacts/groups.ts'
import { runNextImport } from '../domain/contacts/importRun.ts'
import { getImport } from '../domain/contacts/imports.ts'
import { receiveImport, type ImportOrder } from '../domain/contacts/upload.ts'
import { listPrices, setPrice } from '../domain/routing/prices.ts'
import { groups, type Customer } from './customers.ts'
import { moveTo } from './past.ts'
import type { Ids } from './plans.ts'
import { SHOP } from './purchases.ts'
import { ACTOR, DAY, playScene, type Scene, type Stage } from './stage.ts'

/** What the account is, before anything is sent: those who came by the shop, one by one, and a file from the till. */
export async function playSetting(
  stage: Stage,
  { startsAt, shop, till }: { startsAt: Date; shop: readonly Customer[]; till: string },
): Promise<Ids> {
  stage.say('Account, prices and customers ...')
  await playScene(stage, async (scene) => {
    const { tx, accountId } = scene
    await setUpAccount(scene)
    await setUpPrices(scene)
    await createKey(tx, {
      accountId,
      name: WEB_SHOP,
      mode: 'live',
      scopes: ['messages:write', 'contacts:write', 'conversions:write'],
      actor: ACTOR,
    })
    await createKey(tx, { accountId, name: 'Staging', mode: 'test', scopes: ['messages:write'], actor: ACTOR })
    await moveTo(scene, new Date(startsAt.getTime() - 240 * DAY))
  })
  const size = Math.ceil(shop.length / WEEKS)
  for (let week = 0; week < WEEKS; week++)
    await playSignUps(stage, {
      customers: shop.slice(week * size, (week + 1) * size),
      at: new Date(startsAt.getTime() - (WEEKS - week) * 7 * DAY),
    })
  const consent = { source: 'Card at the till', at: new Date(startsAt.getTime() - 30 * DAY), wording: undefined }
  await playImport(stage, {
    file: till,
    at: new Date(startsAt.getTime() + 600_000),
    order: { ...plainOrder, fileName: 'customers-till.csv', consent },
  })
  return new Map(await groupIdsOf(stage.db, { accountId: stage.accountId, names: Object.values(groups) }))
}

const WEB_SHOP = 'Web shop'
const WEEKS = 26

/** The key of the shop's server, which sends what the shop sends by itself. */
export async function shopKey({ tx, accountId }: Scene): Promise<bigint | null> {
  const key = (await listKeys(tx, { accountId })).find(({ name, revokedAt }) => name === WEB_SHOP && revokedAt === null)
  return key?.id ?? null
}

/** Customers who ordered and ticked the box, as the shop reports them. */
export async function playSignUps(stage: Stage, { customers, at }: { customers: readonly Customer[]; at: Date }): Promise<void> {
  if (customers.length === 0) return
  const consent = { source: 'Checkout', at, wording: 'Yes, send me news about tea by SMS. I can leave at any time.' }
  await playScene(stage, async (scene) => {
    const contacts = customers.map((one) => ({ ...one, consent: one.groups.length > 0 ? consent : undefined }))
    await upsertContacts(scene.tx, { accountId: scene.accountId, contacts, rule: 'update' })
    await moveTo(scene, at)
  })
}

async function setUpAccount({ tx, accountId }: Scene): Promise<void> {
  const changes = {
    ...{ name: 'Bergamot Tea', currency: 'EUR', timeZone: 'Europe/Berlin', defaultCountry: 'DE' },
    ...{
      stopReply: 'You will get no more messages from us. Reply START to come back.',
      helpReply: 'Bergamot Tea, write to tea@bergamot.example',
    },
    ...{ utm: { utm_source: 'sms' }, mergeFieldsInUrls: true },
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
