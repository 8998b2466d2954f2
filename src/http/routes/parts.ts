import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { ConversionKeys } from '../../domain/conversions/keys.ts'
import type { Carrier, RemoteCarrier } from '../../domain/messages/carrier.ts'
import type { SendParts } from '../../domain/messages/create.ts'
import type { PersonParts } from '../../domain/persons/erase.ts'
import type { CarrierDesk } from '../../domain/routing/desk.ts'
import type { EndpointParts } from '../../domain/webhooks/endpoints.ts'
import type { LiveFeed } from '../../domain/webhooks/liveFeed.ts'
import type { ShortLinksOf } from '../../domain/webhooks/payload.ts'
import type { Outbound } from '../../platform/outbound.ts'

/** What routes need; made once by the composition root. */
export type RouteParts = SendParts &
  Pick<PersonParts, 'carriers'> & {
    desk: CarrierDesk<Carrier | RemoteCarrier>
    live: LiveFeed
    conversionKeys: ConversionKeys
    baseUrl: string
    linkUrl: string
    webhooks: WebhookParts
  }

/** What telling other systems needs; `outbound` is for tests of an endpoint, `longestWaitMs` for readers of the log. */
export type WebhookParts = EndpointParts & { outbound: Outbound; shortLinksOf: ShortLinksOf; longestWaitMs: number }

/** A server whose schemas are zod's. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>
