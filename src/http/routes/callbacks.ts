import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Carrier, RemoteCarrier } from '../../domain/messages/carrier.ts'
import type { SendParts } from '../../domain/messages/create.ts'
import { recordInbound } from '../../domain/messages/inbound.ts'
import { recordReceipts } from '../../domain/messages/outcomes.ts'
import type { CarrierDesk } from '../../domain/routing/desk.ts'
import { AppError } from '../../lib/errors.ts'
import { isUnavailable, type Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { limitNetwork } from '../auth.ts'

/** `baseUrl` is the public address that carriers call: they sign it. `send`: what answers to replies need. */
export type CallbackParts = { db: Db; log: Log; baseUrl: string; desk: CarrierDesk<Carrier | RemoteCarrier>; send: SendParts }

/** A list of 500 receipts is smaller. */
const MAX_BODY_BYTES = 262_144

type Params = { Params: { carrier: string; secret: string } }

/**
 * Where carriers bring receipts and what people wrote back. Nothing of a request is read before the secret in its address was found right,
 * and it is answered as soon as all it brought is stored: a carrier that hears of a failure brings it again.
 */
export function callbackRoutes(app: FastifyInstance, parts: CallbackParts): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => done(null, body))
    const found = new WeakMap<FastifyRequest, { id: bigint; carrier: RemoteCarrier }>()
    scope.route<Params>({
      url: '/callbacks/:carrier/:secret',
      method: ['GET', 'POST'],
      schema: { hide: true },
      onRequest: async (request, reply) => {
        const carrier = await findCarrier(parts, request.params)
        if (carrier === undefined) return refuse(request, reply)
        found.set(request, carrier)
      },
      handler: async (request, reply) => {
        const carrier = found.get(request)
        if (carrier === undefined) throw new Error('A callback passed without a carrier')
        return take(parts, { ...carrier, request, reply })
      },
    })
  })
}

async function findCarrier({ desk }: CallbackParts, { carrier: id, secret }: Params['Params']) {
  const open = (await desk.list()).find(({ settings }) => String(settings.id) === id)
  if (open === undefined || !('knowsCallbackSecret' in open.carrier) || !open.carrier.knowsCallbackSecret(secret)) return undefined
  return { id: open.settings.id, carrier: open.carrier }
}

/** @throws AppError; whether the carrier exists is not told */
function refuse(request: FastifyRequest, reply: FastifyReply): never {
  limitNetwork(request, reply)
  throw new AppError('not_found', 'There is no such callback address: "tapline carrier list" shows those of this installation.')
}

type Taken = { id: bigint; carrier: RemoteCarrier; request: FastifyRequest; reply: FastifyReply }

async function take({ db, log, baseUrl, send }: CallbackParts, { id, carrier, request, reply }: Taken) {
  const { method, headers } = request
  const body = typeof request.body === 'string' ? request.body : ''
  const callback = carrier.readCallback({ method, url: `${baseUrl}${request.raw.url ?? ''}`, headers, body })
  switch (callback.kind) {
    case 'forged':
      limitNetwork(request, reply)
      log.warn({ carrierId: id, reason: callback.reason }, 'callbacks: one was refused')
      throw new AppError('unauthenticated', `This callback was refused: ${callback.reason}.`)
    case 'unreadable':
      log.warn({ carrierId: id, reason: callback.reason }, 'callbacks: one could not be read')
      throw new AppError('body_invalid', `This callback means nothing here: ${callback.reason}.`)
    case 'read': {
      await whileAway(() => recordReceipts(db, { carrierId: id, receipts: callback.receipts }))
      await whileAway(() => recordInbound(send, { carrierId: id, messages: callback.inbound }))
      return reply.type(callback.answer.contentType).send(callback.answer.body)
    }
  }
}

/** Carriers wait 5 s for an answer or longer, and not all of them come again after a failure. */
const AWAY_FOR_MS = 4_000
const TRY_AGAIN_MS = 200

/** Tries again while the database is away for a moment, as at its restart. What is stored here changes nothing a second time. */
async function whileAway(work: () => Promise<unknown>): Promise<void> {
  for (const end = performance.now() + AWAY_FOR_MS; ;) {
    try {
      return void (await work())
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > end) throw error
      await wait(TRY_AGAIN_MS)
    }
  }
}
