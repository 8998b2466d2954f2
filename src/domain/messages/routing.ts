import { AppError } from '../../lib/errors.ts'
import type { Db } from '../../platform/db.ts'
import { simulatorId } from '../routing/carriers.ts'
import { findRoute, listRoutes, type Way } from '../routing/routes.ts'
import type { Prepared, Refused } from './recipients.ts'

/** Finds the way of a number. @throws AppError `no_route` */
export type FindWay = (phone: string) => Way

/** A recipient whose message can be sent, and by which carrier. */
export type Routed = Prepared & { way: Way }

/** Finds the way of each recipient; one without is refused by itself. */
export const routeRecipients = (recipients: readonly (Prepared | Refused)[], findWay: FindWay): (Routed | Refused)[] =>
  recipients.map((recipient) => {
    if (recipient.kind === 'refused') return recipient
    try {
      return { ...recipient, way: findWay(recipient.phone) }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { kind: 'refused', to: recipient.to, code: error.code, detail: error.message, error }
    }
  })

/**
 * How messages of one request find their carrier. Those of a test key, and all of them until the operator makes the first route, go to
 * the simulator. From then on a number without a route is refused: a message that only seems to be sent would be worse.
 */
export async function loadWays(db: Db, { sender, test }: { sender: string; test: boolean }): Promise<FindWay> {
  const routes = test ? [] : await listRoutes(db)
  if (routes.length === 0) {
    const way = { carrierId: await simulatorId(db), fallbackCarrierId: undefined }
    return () => way
  }
  return (phone) => {
    const route = findRoute(routes, { phone, sender })
    if (route === undefined)
      throw new AppError('no_route', `No route leads to ${phone} from "${sender}": the operator makes one with "tapline route add".`, {
        field: 'to',
      })
    return { carrierId: route.carrierId, fallbackCarrierId: route.fallbackCarrierId }
  }
}
