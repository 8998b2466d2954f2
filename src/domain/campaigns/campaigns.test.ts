import { expect, test } from 'vitest'
import { actor, all, campaignWorld } from '../../../test/helpers/campaigns.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging } from '../../../test/helpers/messaging.ts'
import { suppress } from '../contacts/suppressions.ts'
import { TRANSACTIONAL } from '../messages/claim.ts'
import { listLanes } from './lanes.ts'
import { requireCampaign } from './campaign.ts'
import { changeCampaign, cloneCampaign, removeCampaign } from './campaigns.ts'
import { listOmissions } from './progress.ts'
import { cancelCampaign, pauseCampaign, resumeCampaign } from './steer.ts'
import { watchCampaigns } from './watch.ts'

const db = await testDatabase()
const { parts } = await messaging(db)
const { phoneHash } = parts
const { world, stateOf, countOf, expectCountsRight, sendAll } = campaignWorld(db, parts)

test('a campaign reaches every contact of its audience once, each with links of its own, and ends', async () => {
  const { begin, of } = await world(25, (at) => ({ name: `N${at}` }))
  const id = await begin({ text: 'Hi {name}, see https://shop.example.com/a and https://shop.example.com/b' })
  expect(await countOf(id)).toEqual({ queued: 25 })
  const sent = await sendAll(id)
  expect(new Set(sent.map(({ phone }) => phone)).size).toBe(25)
  const links = sent.flatMap(({ text }) => text.match(/s\.test\/\w{8}/g) ?? [])
  expect(new Set(links).size).toBe(50)
  expect(sent.find(({ phone }) => phone.endsWith('000003'))?.text).toMatch(
    /^Hi N3, see https:\/\/s\.test\/\w{8} and https:\/\/s\.test\/\w{8}$/,
  )
  await watchCampaigns(db)
  expect(await stateOf(id)).toEqual({ state: 'done', pause_reason: null })
  await expectCountsRight(id)
  expect((await requireCampaign(db, of(id))).planned).toBe(25)
})

test('whoever is left out is counted under the first reason, and the others get it', async () => {
  const { begin, accountId } = await world(6, (at) => (at === 1 ? {} : { name: `N${at}` }))
  const [first] = await db<{ phone: string }[]>`select phone from contacts where account_id = ${accountId} order by id limit 1`
  await suppress(db, phoneHash, { accountId, phone: first?.phone ?? '', source: 'manual' })
  await db`update contacts set mobile = false where account_id = ${accountId} and phone like '%000002'`
  const id = await begin({
    text: 'Hi {name}',
    audience: { ...all, exclude: [{ kind: 'field', name: 'name', operator: 'is', value: 'N3' }] },
  })
  expect(await listOmissions(db, { id })).toEqual([
    { reason: 'excluded', recipients: 1 },
    { reason: 'merge_value_missing', recipients: 1 },
    { reason: 'not_mobile', recipients: 1 },
    { reason: 'suppressed', recipients: 1 },
  ])
  expect(await countOf(id)).toEqual({ queued: 2 })
})

test('variants share the audience by their weights, each with batches of its own', async () => {
  const { begin } = await world(200)
  const id = await begin({
    variants: [
      { text: 'A https://shop.example.com/', weight: 3 },
      { text: 'B https://shop.example.com/', weight: 1 },
    ],
  })
  const rows = await db<{ n: number }[]>`
    select count(*)::int as n from messages where campaign_id = ${id} group by variant_id order by variant_id`
  expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(200)
  expect(rows[0]?.n).toBeGreaterThan(120)
  expect(rows[0]?.n).toBeLessThan(180)
  const batches = await db`select variant_id, rendering_id from batches where campaign_id = ${id}`
  expect(new Set(batches.map(({ rendering_id: rendering }) => String(rendering))).size).toBe(2)
})

test('a paused campaign holds back its own messages and nobody else', async () => {
  const { begin, of } = await world(5)
  const [paused, running] = [await begin({ text: 'One' }), await begin({ text: 'Two' })]
  await pauseCampaign(db, of(paused), { actor })
  const lanes = (await listLanes(db, { carrierId: 1n, limit: 100 })).campaigns.map((lane) => lane.id)
  expect(lanes).toContain(running)
  expect(lanes).not.toContain(paused)
  expect(await sendAll(paused)).toEqual([])
  expect(await sendAll(TRANSACTIONAL)).toEqual([])
  expect(await sendAll(running)).toHaveLength(5)
  await resumeCampaign(db, of(paused), { actor })
  expect(await sendAll(paused)).toHaveLength(5)
})

test('a cancelled campaign sends nothing more, and what waited is cancelled', async () => {
  const { begin, of } = await world(12)
  const id = await begin({ text: 'Hi' })
  await cancelCampaign(db, of(id), { actor })
  expect(await sendAll(id)).toEqual([])
  while ((await watchCampaigns(db)) === 'again');
  expect(await countOf(id)).toEqual({ cancelled: 12 })
  await expectCountsRight(id)
  await expect(resumeCampaign(db, of(id), { actor })).rejects.toMatchObject({ code: 'campaign_state' })
})

test('an opt-out while a campaign runs stops what is still queued', async () => {
  const { begin, accountId } = await world(3)
  const id = await begin({ text: 'Hi' })
  const [{ phone } = { phone: '' }] = await db<
    { phone: string }[]
  >`select phone from messages where campaign_id = ${id} order by id limit 1`
  await suppress(db, phoneHash, { accountId, phone, source: 'manual' })
  const sent = await sendAll(id)
  expect(sent.map((message) => message.phone)).not.toContain(phone)
  expect(sent).toHaveLength(2)
  expect(await countOf(id)).toEqual({ accepted: 2, suppressed: 1 })
})

test('a text that is changed goes to those who are not expanded yet', async () => {
  const { create, start, expand, of, accountId } = await world(4)
  const id = await create({ text: 'Old' })
  await start(id)
  const [half] = await db<{ id: bigint }[]>`select id from contacts where account_id = ${accountId} order by id offset 1 limit 1`
  await db`update campaigns set expand_until = ${half?.id ?? 0n} where id = ${id}`
  await expand(id)
  await db`
    update campaigns set expanded_at = null, expand_until = (select max(contacts.id) from contacts where contacts.account_id = ${accountId}) where id = ${id}`
  await changeCampaign(parts, of(id), { text: 'New' })
  await expand(id)
  const sent = (await sendAll(id)).toSorted((a, b) => a.phone.localeCompare(b.phone))
  expect(sent.map((message) => message.text)).toEqual(['Old', 'Old', 'New', 'New'])
})

test('steps that a state does not allow are refused, and drafts can be deleted and cloned', async () => {
  const { create, start, of } = await world(1)
  const id = await create({ text: 'Hi' })
  await expect(pauseCampaign(db, of(id), { actor })).rejects.toMatchObject({ code: 'campaign_state' })
  const copy = await cloneCampaign(db, of(id), { apiKeyId: null })
  await removeCampaign(db, of(copy))
  await start(id)
  await expect(start(id)).rejects.toMatchObject({ code: 'campaign_state' })
  await expect(removeCampaign(db, of(id))).rejects.toMatchObject({ code: 'campaign_state' })
  const nobody = await create({ text: 'Hi', audience: undefined })
  await expect(start(nobody)).rejects.toMatchObject({ code: 'audience_empty' })
})

test('an opt-out link of a campaign belongs to one recipient, with a code that nobody can make up', async () => {
  const { begin, accountId } = await world(2)
  const id = await begin({ text: 'Sale https://shop.example.com/ Stop: {opt_out_link}' })
  const sent = await sendAll(id)
  const links = sent.map(({ text }) => /Stop: https:\/\/s\.test\/(\w{14})$/.exec(text)?.[1])
  expect(new Set(links).size).toBe(2)
  expect(links).not.toContain(undefined)
  const rows = await db`select links_per_message, size::int as size from batches where campaign_id = ${id}`
  expect(rows).toEqual([{ links_per_message: 2, size: 4 }])
  expect(await db`select count(*)::int as n from suppressions where account_id = ${accountId}`).toEqual([{ n: 0 }])
})
