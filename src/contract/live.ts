import { z } from 'zod'

/** What can be seen to change, and whose ids are named with it. */
export const liveTypes = {
  'message.changed': 'messages, also by a click, a view or a conversion',
  'campaign.changed': 'campaigns, at most once a second each',
  'conversion.changed': 'conversions',
  'inbound.changed': 'messages that people wrote',
  'opt_out.changed': 'opt-outs',
  'import.changed': 'imports of contacts, every two seconds at most while they go on',
  'link.changed': 'links',
  'endpoint.changed': 'endpoints for webhooks that were switched off',
  'delivery.changed': 'endpoints for webhooks that were sent to, every two seconds at most',
  reset: 'no ids: anything may have changed, so read anew',
} as const
export type LiveType = keyof typeof liveTypes

const types = Object.keys(liveTypes).filter((name): name is LiveType => name in liveTypes)

/** The data of one server-sent event; its name is the type, its id the place to go on from. */
export const liveEvent = z.strictObject({
  type: z.enum(types),
  ids: z.array(z.string()).describe('At most 50'),
  more: z.boolean().describe('Whether others than those named changed too'),
})
export type LiveEvent = z.infer<typeof liveEvent>

export const liveAnswer = {
  description: `Server-sent events. The data of each is JSON, { type, ids, more }: ${types.map((name) => `${name}: ${liveTypes[name]}`).join('; ')}. Every 15 s there is a "beat" without data to say that the stream is alive.`,
  content: { 'text/event-stream': { schema: z.string() } },
}
