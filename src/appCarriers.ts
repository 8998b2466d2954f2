import { openHttpCarrier } from './carriers/http/kinds.ts'
import { createSimulator, type Simulator } from './carriers/simulator/simulator.ts'
import type { OpenCarrier } from './cli/chosenCarrier.ts'
import type { Carrier, RemoteCarrier } from './domain/messages/carrier.ts'
import { recordReceipts } from './domain/messages/outcomes.ts'
import type { CarrierSettings } from './domain/routing/carriers.ts'
import { CALLBACK_SECRET, callbackUrl, unsealCarrierSecrets } from './domain/routing/carrierSecrets.ts'
import { createDesk, type CarrierDesk } from './domain/routing/desk.ts'
import type { Config } from './platform/config.ts'
import type { Database } from './platform/database.ts'
import type { Log } from './platform/log.ts'
import { createOutbound, type Outbound } from './platform/outbound.ts'
import { loadSecrets, type Secrets } from './platform/secrets.ts'
import type { Shutdown } from './platform/shutdown.ts'

export type Carriers = { desk: CarrierDesk<Carrier | RemoteCarrier>; simulatorTurn(): Promise<void> }

type CarrierParts = { config: Config; log: Log; database: Database; shutdown: Shutdown; secrets: Secrets }

/** Every carrier of the installation. What they have open to other servers ends with the process. */
export function openCarriers({ config, log, database, secrets, shutdown }: CarrierParts): Carriers {
  const { db } = database
  const ownLinks = createOutbound({ allowOrigins: [config.linkUrl] })
  const outbound = createOutbound({ allowOrigins: config.privateOrigins })
  shutdown.on('connections to carriers', async () => void (await Promise.all([ownLinks.close(), outbound.close()])))
  let simulator: Simulator | undefined
  const open = (settings: CarrierSettings) => {
    if (settings.kind !== 'simulator') return openCarrier(settings, { config, secrets, outbound })
    simulator = createSimulator({
      db,
      onReceipts: (receipts) => recordReceipts(db, { carrierId: settings.id, receipts }),
      fetchPreview: ({ url, userAgent }) => fetchOwnLink(ownLinks, { linkUrl: config.linkUrl, url, userAgent }),
    })
    return simulator
  }
  return { desk: createDesk<Carrier | RemoteCarrier>({ db, log, open }), simulatorTurn: async () => simulator?.turn() }
}

/**
 * A carrier of somebody else, as its row describes it.
 * @throws Error for settings or secrets that cannot be used
 */
function openCarrier(
  settings: Pick<CarrierSettings, 'id' | 'kind' | 'settings' | 'sealedSecrets'>,
  { config, secrets, outbound }: { config: Pick<Config, 'baseUrl'>; secrets: Secrets; outbound: Outbound },
): RemoteCarrier {
  const { [CALLBACK_SECRET]: callbackSecret, ...values } = unsealCarrierSecrets(secrets, settings)
  if (callbackSecret === undefined) throw new Error('It has no secrets yet')
  return openHttpCarrier({
    ...{ kind: settings.kind, settings: settings.settings, secrets: values, callbackSecret, outbound },
    callbackUrl: callbackUrl(config.baseUrl, { id: settings.id, secret: callbackSecret }),
  })
}

/** A carrier for a command, with connections that it closes itself. */
export const openCarrierForCommand: OpenCarrier = (row, config) => {
  const outbound = createOutbound({ allowOrigins: config.privateOrigins })
  return { ...openCarrier(row, { config, secrets: loadSecrets(config), outbound }), close: () => outbound.close() }
}

/** A simulated phone fetches our own short links only: nothing of a simulation leaves this installation. */
async function fetchOwnLink(
  outbound: Outbound,
  { linkUrl, url, userAgent }: { linkUrl: string; url: string; userAgent: string },
): Promise<unknown> {
  const { host, pathname } = new URL(url)
  if (host !== new URL(linkUrl).host) return undefined
  return outbound.request({ url: linkUrl + pathname, method: 'GET', headers: { 'user-agent': userAgent } })
}
