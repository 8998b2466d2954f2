import { messageStates } from '../../../contract/messages.ts'
import { sevenStates } from '../../../contract/seven.ts'
import { localIso, localTime } from '../../../lib/localTime.ts'
import { accountSettings } from '../../accounts/accounts.ts'
import { linkKey, readContext, type Context } from '../context.ts'
import { dateOf, eventIdOf, type LoggedEvent } from '../eventLog.ts'
import type { MessageContext } from '../messageContext.ts'
import { renderingsOf, type ShortLinkOf } from '../payload.ts'
import type { Format } from './format.ts'

/**
 * Bodies in the words of seven.io. Behind its fields stand ours, where they disturb nobody. JSON is written as `JSON.stringify` writes it, since
 * its client for JavaScript verifies a parsed body by writing it again.
 */
export const presentSeven: Format['present'] = async ({ db, shortLinksOf }, { endpoint, events }) => {
  const { accountId, includeRecipient, eventFilter } = endpoint
  const [{ timeZone }, context] = await Promise.all([
    accountSettings(db, accountId),
    readContext(db, { accountId, events, includeRecipient }),
  ])
  const presenting = { context, shortLinkOf: await shortLinksOf(renderingsOf(context)), timeZone, eventFilter }
  return events.map((logged) => {
    const told = tell(logged, presenting)
    if (told === undefined) return undefined
    const timestamp = localIso(dateOf(logged.seconds), timeZone)
    return JSON.stringify({ data: told.data, webhook_event: told.event, webhook_timestamp: timestamp })
  })
}

type Presenting = { context: Context; shortLinkOf: ShortLinkOf; timeZone: string; eventFilter: string | null }
type Told = { event: 'tracking' | 'dlr' | 'sms_mo'; data: Record<string, string | number | null> }

function tell(logged: LoggedEvent, presenting: Presenting): Told | undefined {
  if (logged.type === 'message.inbound') return tellInbound(logged, presenting)
  const message = presenting.context.messages.get(String(logged.data.message_id))
  if (message === undefined) return undefined
  if (logged.type === 'hit.click' || logged.type === 'hit.view') return tellHit(logged, message, presenting)
  const state = messageStates.find((each) => logged.type === `message.${each}`)
  return state === undefined ? undefined : { event: 'dlr', data: receiptOf(logged, message, { word: sevenStates[state], ...presenting }) }
}

function tellHit(logged: LoggedEvent, message: MessageContext, { context, shortLinkOf }: Presenting): Told | undefined {
  const { renderingId, firstNumber, mergeValues } = message
  const position = Number(logged.data.link)
  const link = context.links.get(linkKey(renderingId, position))
  if (link === undefined || firstNumber === null) return undefined
  const verdict = logged.type.slice('hit.'.length)
  return {
    event: 'tracking',
    data: {
      ...{ sms_id: message.id, sms_label: message.label, type: verdict },
      tracking_url: shortLinkOf({ renderingId, firstNumber, position }) ?? null,
      final_url: link.kind === 'value' ? (mergeValues?.[link.destination] ?? null) : link.destination,
      ...{ total_clicks: message.clicks, total_views: message.views },
      ...{ ...ours(logged, message), verdict, link: position },
    },
  }
}

const receiptOf = (logged: LoggedEvent, message: MessageContext, { word, timeZone }: { word: string; timeZone: string }) => ({
  ...{ msg_id: message.id, status: word, timestamp: `${localTime(dateOf(logged.seconds), timeZone)}000` },
  ...{ ...ours(logged, message), sms_label: message.label },
})

/** What people write is told whole, or not at all where it came to another number than asked. */
function tellInbound(logged: LoggedEvent, { context, eventFilter }: Presenting): Told | undefined {
  const inbound = context.inbound.get(String(logged.data.inbound_message_id))
  if (inbound === undefined || (eventFilter !== null && digitsOf(inbound.recipient) !== digitsOf(eventFilter))) return undefined
  const { id, phone, recipient, text, at } = inbound
  return {
    event: 'sms_mo',
    data: {
      ...{ id: String(id), sender: digitsOf(phone), system: recipient, text, time: String(Math.floor(at.getTime() / 1_000)) },
      ...{ message_type: 'SMS', event_id: eventIdOf(logged.id) },
    },
  }
}

const ours = ({ id }: LoggedEvent, { phone, reference }: MessageContext) => ({
  ...{ recipient: digitsOf(phone), foreign_id: reference, event_id: eventIdOf(id) },
})

const digitsOf = (written: string) => written.replace(/^\+|^00/, '')
