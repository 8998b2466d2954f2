import { carrierList, carrierParams, carrierTest } from '../../contract/carriers.ts'
import { formatMicros } from '../../contract/fields.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import { isOperatorAccount } from '../../domain/accounts/installation.ts'
import type { Diagnosis } from '../../domain/messages/carrier.ts'
import { listCarriers, type CarrierSettings } from '../../domain/routing/carriers.ts'
import { loadPrices } from '../../domain/routing/prices.ts'
import { listRoutes, type Route } from '../../domain/routing/routes.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey, requirePerson } from '../auth.ts'
import { createTurns } from '../turns.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['carriers']

/** What carries messages out. It belongs to the operator, who changes it on the command line; accounts see what concerns them. */
export function carrierRoutes(app: Api, { db, desk }: RouteParts): void {
  const turns = createTurns({ atOnce: 2, waiting: 4 })

  app.get(
    '/v1/carriers',
    {
      onRequest: requireKey('account:read'),
      schema: { tags, summary: 'Read carriers, routes and prices', response: { 200: carrierList } },
    },
    async ({ key: { accountId } }) => {
      const { currency } = await accountSettings(db, accountId)
      const isOperator = await isOperatorAccount(db, { accountId })
      const [carriers, routes, prices] = await Promise.all([listCarriers(db), listRoutes(db), loadPrices(db, { currency })])
      return {
        carriers: carriers.map((carrier) => viewCarrier(carrier, isOperator)),
        // A sender names whom a route is for, which is nobody else's business.
        routes: routes.filter(({ senderPattern }) => isOperator || senderPattern === '*').map(viewRoute),
        prices: [...(prices?.priceMicros ?? [])].map(([country, micros]) => ({
          ...{ country, price: formatMicros(micros), currency: prices?.currency ?? '' },
        })),
        is_operator: isOperator,
      }
    },
  )

  app.post(
    '/v1/carriers/:id/test',
    {
      onRequest: requirePerson('owner'),
      schema: {
        ...{ tags, summary: 'Ask a carrier whether it would work; it sends nothing' },
        ...{ params: carrierParams, response: { 200: carrierTest } },
      },
    },
    async ({ key: { accountId }, params }) => {
      if (!(await isOperatorAccount(db, { accountId })))
        throw new AppError(
          'not_found',
          'This account has no carriers of its own: those of the installation are tested by owners of its first account.',
        )
      const row = (await listCarriers(db)).find(({ id }) => String(id) === params.id)
      if (row === undefined) throw new AppError('not_found', `There is no carrier ${params.id}.`)
      return turns.take(() => diagnose(row, desk))
    },
  )
}

async function diagnose({ id, kind }: CarrierSettings, desk: RouteParts['desk']): Promise<Diagnosis> {
  if (kind === 'simulator') return { works: true, sentence: 'The simulator always works: nothing leaves this machine.' }
  const open = (await desk.list()).find(({ settings }) => settings.id === id)?.carrier
  if (open === undefined || !('test' in open))
    return { works: false, sentence: 'It cannot be used as it is set up: the log of the server says why.' }
  return open.test()
}

const viewCarrier = ({ id, name, kind, paused, unavailableSince, trouble, messagesPerSecond }: CarrierSettings, isOperator: boolean) => ({
  ...{ id: String(id), name, kind, messages_per_second: messagesPerSecond },
  state: paused ? ('paused' as const) : unavailableSince === null ? ('sends' as const) : ('takes_nothing' as const),
  unavailable_since: unavailableSince?.toISOString() ?? null,
  trouble: isOperator ? trouble : null,
})

const viewRoute = ({ prefix, senderPattern, priority, carrierId, fallbackCarrierId }: Route) => ({
  ...{ prefix, sender_pattern: senderPattern, priority, carrier_id: String(carrierId) },
  fallback_carrier_id: fallbackCarrierId === undefined ? null : String(fallbackCarrierId),
})
