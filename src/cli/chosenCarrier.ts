import type { RemoteCarrier } from '../domain/messages/carrier.ts'
import { findCarrier, type CarrierSettings } from '../domain/routing/carriers.ts'
import type { Config } from '../platform/config.ts'
import type { Db } from '../platform/db.ts'
import { Failure } from './failure.ts'

/** Opens a carrier over HTTP, with connections of its own. @throws Error that says what is wrong with its settings */
export type OpenCarrier = (
  row: Pick<CarrierSettings, 'id' | 'kind' | 'settings' | 'sealedSecrets'>,
  config: Config,
) => RemoteCarrier & { close(): Promise<void> }

/** The carrier of a name. @throws Failure `notFound` */
export async function requireCarrier(db: Db, name: string): Promise<CarrierSettings> {
  const carrier = await findCarrier(db, { name })
  if (carrier === undefined) throw new Failure('notFound', `There is no carrier "${name}": "tapline carrier list" shows them.`)
  return carrier
}
