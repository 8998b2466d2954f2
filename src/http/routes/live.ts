import { PassThrough, type Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { liveAnswer, type LiveEvent } from '../../contract/live.ts'
import type { Caller } from '../../domain/accounts/caller.ts'
import type { Pass } from '../../domain/accounts/passes.ts'
import { hashToken } from '../../domain/accounts/sessions.ts'
import type { LogPlace } from '../../domain/webhooks/eventLog.ts'
import type { Receiver } from '../../domain/webhooks/liveFeed.ts'
import { decodeCursor, encodeCursor, timeShape } from '../../lib/cursor.ts'
import { requireKey } from '../auth.ts'
import { sessionToken } from '../sessionCookie.ts'
import { AnswerError } from '../errors.ts'
import type { Api, RouteParts } from './parts.ts'

/** A reader that lets more than this wait is let go; it comes again with the id of what it heard last. */
const MAX_WAITING_BYTES = 65_536
/** How long a browser waits before it comes again. */
const RETRY_MS = 2_000

/** What changes, as it happens. */
export function liveRoutes(app: Api, { live, baseUrl }: RouteParts): void {
  app.addHook('preClose', async () => live.close())

  app.get(
    '/v1/live',
    {
      onRequest: requireKey('events:read'),
      exposeHeadRoute: false,
      schema: { tags: ['events'], summary: 'Hear what changes, as server-sent events', response: { 200: liveAnswer } },
    },
    async ({ key, headers }, reply) => {
      const { accountId, actor: caller } = key
      if (!live.hasRoom(caller))
        throw new AnswerError('rate_limited', 'Too many streams are open: close one, or ask for what you need every few seconds.', {
          'retry-after': '30',
        })
      const stream = new PassThrough({ highWaterMark: MAX_WAITING_BYTES })
      const given = headers['last-event-id']
      const after = typeof given === 'string' ? { after: placeOf(given) } : {}
      stream.on(
        'close',
        await live.open({ accountId, caller, pass: passOf(key, sessionToken(headers, baseUrl)), ...after }, receiverOf(stream)),
      )
      return sendEvents(reply, stream)
    },
  )
}

/** What the stream stands and falls with. */
function passOf({ id }: Caller, token: string | undefined): Pass {
  if (id !== null) return { kind: 'key', id }
  if (token === undefined) throw new Error('Somebody who is signed in has a session')
  return { kind: 'session', tokenHash: hashToken(token) }
}

/** Proxies must hand on each event as it comes. */
const sendEvents = (reply: FastifyReply, stream: Readable): FastifyReply =>
  reply
    .headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
    .type('text/event-stream; charset=utf-8')
    .send(stream)

/** Writes to a stream as long as somebody reads it. */
function receiverOf(stream: PassThrough): Receiver {
  const write = (text: string) => {
    if (stream.writable && !stream.write(text)) stream.destroy()
  }
  return {
    tell: (events, place) => write(events.map((event, at) => formatEvent(event, at === events.length - 1 ? place : undefined)).join('')),
    // Said aloud, though nothing happened: browsers hide events without data, and a screen shows as of when it is up to date.
    beat: (place) => write(`retry: ${RETRY_MS}\nevent: beat\ndata: {}\nid: ${idOf(place)}\n\n`),
    end: () => void stream.end(),
  }
}

/** Only the last of some has the place after all of them: whoever heard less hears them again. */
const formatEvent = (event: LiveEvent, place: LogPlace | undefined) =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n${place === undefined ? '' : `id: ${idOf(place)}\n`}\n`

const idOf = ({ epoch, xid, id, floor }: LogPlace) => encodeCursor(epoch, xid, id, floor)

const countShape = /^(?:0|[1-9]\d{0,8})$/
const placeShape = /^(?:0|[1-9]\d{0,17})$/

/** An id that is none of ours is as good as one that is too old. */
function placeOf(id: string): LogPlace | 'lost' {
  try {
    const [epoch, xid, at, floor] = decodeCursor(id.slice(0, 200), [countShape, placeShape, placeShape, timeShape]) ?? []
    if (epoch === undefined || xid === undefined || at === undefined || floor === undefined) return 'lost'
    return { epoch: Number(epoch), xid, id: BigInt(at), floor }
  } catch {
    return 'lost'
  }
}
