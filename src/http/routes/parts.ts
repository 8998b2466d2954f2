import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { ConversionKeys } from '../../domain/conversions/keys.ts'
import type { SendParts } from '../../domain/messages/create.ts'
import type { PersonParts } from '../../domain/persons/erase.ts'

/** What routes need; made once by the composition root. */
export type RouteParts = SendParts & Pick<PersonParts, 'carriers'> & { conversionKeys: ConversionKeys; linkUrl: string }

/** A server whose schemas are zod's. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>
