import { sendRequest } from '../contract/messages.ts'
import { sendMessages } from '../domain/messages/create.ts'
import type { Random } from '../lib/seededRandom.ts'
import { fateOf } from './fates.ts'
import { listMade } from './made.ts'
import { meet } from './meetings.ts'
import { moveTo, sendInPast } from './past.ts'
import { shopKey } from './setting.ts'
import { DAY, playScene, type Scene, type Stage } from './stage.ts'

type Kind = { label: string; text: string; tracking?: 'off' }

/** What a shop sends besides campaigns. A code leads nowhere, so nothing of it is tracked. */
const kinds: readonly [Kind, ...Kind[]] = [
  { label: 'sign-in', text: '{code} is your code for Bergamot. It is good for ten minutes.', tracking: 'off' },
  { label: 'shipping', text: 'Your order {order} is on its way: bergamot.example/track/{order}' },
  { label: 'shipping', text: 'Your order {order} arrives tomorrow. Another day? bergamot.example/track/{order}' },
  { label: 'shipping', text: 'Your order {order} waits at the parcel shop: bergamot.example/track/{order}' },
]

/** Single messages of some weeks, one request each, as a shop's server sends them. */
export async function playSingles(
  stage: Stage,
  { name, from, to, perDay }: { name: string; from: Date; to: Date; perDay: number },
): Promise<void> {
  const random = stage.random(`times of ${name}`)
  const times = Array.from({ length: Math.round((perDay * (to.getTime() - from.getTime())) / DAY) }, () => timeBetween(random, from, to))
  await playScene(stage, async (scene) => {
    const phones = await drawPhones(scene, times.length)
    const keyId = await shopKey(scene)
    const sorted = times.sort((a, b) => +a - +b)
    for (const [place, at] of sorted.entries()) await sendOne(scene, { at, phone: phones[place % phones.length] ?? '', random, keyId })
    const made = await listMade(scene, { campaignId: null })
    const fates = made.map(({ id }, place) => {
      const createdAt = sorted[place] ?? to
      return fateOf(random, { id: BigInt(id), createdAt, sentAt: new Date(createdAt.getTime() + 700), failures: 0.012, until: stage.now })
    })
    await sendInPast(scene, fates)
    await moveTo(scene, from)
    await scene.tx`update api_keys set last_used_at = ${sorted.at(-1) ?? null} where account_id = ${scene.accountId} and id = ${keyId}`
    const plan = {
      name,
      texts: [{ text: '', appeal: 1 }] as const,
      rates: { tap: 0.5, view: 0.5, convert: 0, optOut: 0 },
    }
    await meet(scene, { plan, made, fates })
  })
}

/** By day, and more of them in the evening. */
function timeBetween(random: Random, from: Date, to: Date): Date {
  for (;;) {
    const at = new Date(random.between(from.getTime(), to.getTime()))
    const hour = at.getUTCHours()
    if (hour >= 6 && hour <= 21 && (hour >= 15 || random.chance(0.6))) return at
  }
}

type One = { at: Date; phone: string; random: Random; keyId: bigint | null }

async function sendOne({ parts, accountId }: Scene, { at, phone, random, keyId }: One): Promise<void> {
  const values = { order: `B-${random.whole(100_000, 999_999)}`, code: String(random.whole(100_000, 999_999)) }
  const { label, text, tracking } = random.pick(kinds)
  const own = label === 'shipping' ? { reference: values.order } : {}
  const request = sendRequest.parse({ to: { phone, values }, from: 'Bergamot', text, label, ...(tracking ? { tracking } : {}), ...own })
  await sendMessages(parts, { key: { id: keyId, accountId, mode: 'live' }, request, idempotency: undefined, now: at, present: () => null })
}

/** Customers, the same ones for the same story: ids may differ, numbers do not. */
async function drawPhones({ tx, accountId }: Scene, count: number): Promise<string[]> {
  const rows = await tx<{ phone: string }[]>`
    select phone from contacts where account_id = ${accountId}
      and not exists (select from suppressions where suppressions.account_id = contacts.account_id and suppressions.phone = contacts.phone)
    order by md5(phone || ${String(count)}) limit ${Math.max(1, count)}`
  return rows.map(({ phone }) => phone)
}
