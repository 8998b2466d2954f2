import { recordInbound } from '../domain/messages/inbound.ts'
import { fateOf } from './fates.ts'
import { listMade } from './made.ts'
import { moveTo, sendInPast } from './past.ts'
import { replyNumber } from './numbers.ts'
import { MINUTE, playScene, type Scene, type Stage } from './stage.ts'

/** What people write back: the most common first. */
const texts = [
  ...['STOP', 'Is the voucher good in your shop in Lyon too?', 'stop', 'Merci !', 'HELP', 'No more texts please', 'STOP.', 'Danke, gern!'],
  ...['How long does it take to Sweden?', 'Who is this?', 'ok thanks', 'Arrêt', 'Until when?', 'unsubscribe'],
] as const

/** Replies to a campaign that came from a number, and what the account answers. */
export async function playReplies(
  stage: Stage,
  { campaignId, count, name }: { campaignId: bigint; count: number; name: string },
): Promise<void> {
  const random = stage.random(`replies to ${name}`)
  const written = (await listReached(stage, { campaignId, count })).map(({ phone, deliveredAt }, place) => ({
    ...{ phone, text: texts[place % texts.length] ?? texts[0] },
    at: new Date(Math.min(deliveredAt.getTime() + random.around(14 * MINUTE, 1), stage.now.getTime() - MINUTE)),
  }))
  for (const { phone, text, at } of written.sort((a, b) => +a.at - +b.at))
    await playScene(stage, async (scene) => {
      const message = { carrierMessageId: `past-reply-${campaignId}-${phone}`, phone, recipient: replyNumber, text }
      await recordInbound(scene.parts, { carrierId: scene.carrierId, accountId: scene.accountId, messages: [message] })
      await sendAnswer(scene, { at, phone })
      await moveTo(scene, at)
    })
}

async function sendAnswer(scene: Scene, { at, phone }: { at: Date; phone: string }): Promise<void> {
  const made = await listMade(scene, { campaignId: null })
  const sentAt = new Date(at.getTime() + 1_200)
  const random = scene.random(`answer to ${phone}`)
  await sendInPast(
    scene,
    made.map(({ id }) => fateOf(random, { id: BigInt(id), createdAt: at, sentAt, failures: 0, until: scene.now })),
  )
}

const listReached = ({ db, accountId }: Stage, { campaignId, count }: { campaignId: bigint; count: number }) => db<
  { phone: string; deliveredAt: Date }[]
>`
  select phone, settled_at as "deliveredAt" from messages
  where account_id = ${accountId} and campaign_id = ${campaignId} and state = 'delivered'
  order by md5(phone) limit ${count}`
