import type { Posted } from '../domain/conversions/change.ts'
import { correctConversion } from '../domain/conversions/correct.ts'
import { recordConversions } from '../domain/conversions/record.ts'
import { retryPending } from '../domain/conversions/redecide.ts'
import type { HitRecord } from '../domain/tracking/record.ts'
import type { Random } from '../lib/seededRandom.ts'
import { ACTOR, DAY, MINUTE, type Scene } from './stage.ts'

export const SHOP = 'https://shop.bergamot.example'

/** Something that was bought or signed up for: after a tap, or, where nobody knows of one, by a number alone. */
export type Purchase = { at: Date; tap: HitRecord | undefined; phone: string }

/** Orders of a scene, in the order of their times. */
export async function recordPurchases(scene: Scene, purchases: readonly Purchase[], random: Random): Promise<void> {
  const { tx, accountId } = scene
  const posted = purchases.toSorted((a, b) => +a.at - +b.at).map((purchase) => posting(scene, purchase, random))
  for (let at = 0; at < posted.length; at += SLICE) {
    const slice = posted.slice(at, at + SLICE)
    const last = slice.at(-1)?.at
    if (last === undefined || last === null) continue
    // Ten minutes later, so that what has no click by now never will.
    const recorded = await recordConversions(tx, slice, { accountId, now: new Date(last.getTime() + 11 * MINUTE) })
    await refundSome(
      scene,
      recorded.map(({ row }) => row).filter(({ state, valueMicros }) => state === 'attributed' && valueMicros !== null),
      random,
    )
  }
  await retryPending(tx)
  await placeConversions(scene)
}

const SLICE = 500

function posting({ conversionKeys, accountId }: Scene, { at, tap, phone }: Purchase, random: Random): Posted {
  const isSignUp = random.chance(0.12)
  const carried = tap === undefined || random.chance(0.07) ? undefined : { codeSpaceId: tap.codeSpaceId, number: tap.number, at: tap.at }
  const clicks = carried === undefined ? [] : [{ id: conversionKeys.clickIdsOf(Number(accountId)).encode(carried), place: carried }]
  const isBrowser = clicks.length > 0 && random.chance(0.7)
  const value = isSignUp ? null : BigInt(Math.round(random.around(34, 0.55) * 20) * 5) * 10_000n
  return {
    ...{ at, test: isBrowser ? null : false, name: isSignUp ? 'sign_up' : 'order', reference: null },
    ...{ orderId: isSignUp ? null : `B-${random.whole(100_000, 999_999)}`, valueMicros: value, currency: value === null ? null : 'EUR' },
    ...{ clicks, phone: clicks.length > 0 ? null : phone, source: isBrowser ? 'browser' : 'server', origin: isBrowser ? SHOP : null },
  }
}

/** One order in thirty comes back, one in sixty is cancelled. */
async function refundSome(
  { tx, accountId }: Scene,
  rows: readonly { id: bigint; at: Date; valueMicros: bigint | null }[],
  random: Random,
): Promise<void> {
  for (const { id, at, valueMicros } of rows) {
    const luck = random.number()
    if (luck > 0.05 || valueMicros === null) continue
    const isRefund = luck < 0.034
    const amountMicros = isRefund && random.chance(0.5) ? (valueMicros / 20_000n) * 10_000n : null
    if (isRefund && amountMicros === 0n) continue
    const correction = { kind: isRefund ? ('refund' as const) : ('cancel' as const), amountMicros, correctionId: null }
    await correctConversion(tx, { accountId, id, actor: ACTOR, correction, now: new Date(at.getTime() + 2 * DAY) })
  }
}

/** Each was reported when it happened, and its event says so. */
async function placeConversions({ tx, accountId, now }: Scene): Promise<void> {
  await tx`
    update conversions set received_at = least(at + interval '3 s', ${now}), decided_at = least(at + interval '3 s', ${now})
    where account_id = ${accountId} and id >= (select min((data->>'conversion_id')::bigint) from outbox where account_id = ${accountId} and at = now())`
  await tx`
    update outbox set at = least(conversions.at + interval '3 s', ${now})
    from conversions
    where outbox.account_id = ${accountId} and outbox.at = now() and outbox.type like 'conversion.%'
      and conversions.account_id = ${accountId} and conversions.id = (outbox.data->>'conversion_id')::bigint`
}
