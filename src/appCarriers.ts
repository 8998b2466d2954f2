import { openHttpCarrier } from './carriers/http/kinds.ts'
import { createCrowd, type PersonActs } from './carriers/simulator/crowd.ts'
import { createSimulator, type Simulator } from './carriers/simulator/simulator.ts'
import type { OpenCarrier } from './cli/chosenCarrier.ts'
import { createConversionKeys, type ConversionKeys } from './domain/conversions/keys.ts'
import type { Carrier, RemoteCarrier } from './domain/messages/carrier.ts'
import { recordReceipts } from './domain/messages/outcomes.ts'
import type { CarrierSettings } from './domain/routing/carriers.ts'
import { CALLBACK_SECRET, callbackUrl, unsealCarrierSecrets } from './domain/routing/carrierSecrets.ts'
import { createDesk, type CarrierDesk } from './domain/routing/desk.ts'
import { BEACON_PATH } from './http/conversionPaths.ts'
import { readPeople } from './lib/simulatedPeople.ts'
import type { Config } from './platform/config.ts'
import type { Database } from './platform/database.ts'
import type { Log } from './platform/log.ts'
import { createOutbound, type Outbound, type OutboundOutcome } from './platform/outbound.ts'
import { loadSecrets, type Secrets } from './platform/secrets.ts'
import type { Shutdown } from './platform/shutdown.ts'

export type Carriers = { desk: CarrierDesk<Carrier | RemoteCarrier>; simulatorTurn(): Promise<void> }

type CarrierParts = { config: Config; log: Log; database: Database; shutdown: Shutdown; secrets: Secrets }

/** Every carrier of the installation. What they have open to other servers ends with the process. */
export function openCarriers({ config, log, database, secrets, shutdown }: CarrierParts): Carriers {
  const { db } = database
  const ownLinks = createOutbound({ allowOrigins: [config.linkUrl] })
  const own = { outbound: ownLinks, linkUrl: config.linkUrl }
  const outbound = createOutbound({ allowOrigins: config.privateOrigins })
  shutdown.on('connections to carriers', async () => void (await Promise.all([ownLinks.close(), outbound.close()])))
  let simulator: Simulator | undefined
  const open = (settings: CarrierSettings) => {
    if (settings.kind !== 'simulator') return openCarrier(settings, { config, secrets, outbound })
    const people = readPeople(settings.settings)
    simulator = createSimulator({
      db,
      onReceipts: (receipts) => recordReceipts(db, { carrierId: settings.id, receipts }),
      fetchPreview: ({ url, userAgent }) => askOwnLink(own, { url, userAgent, method: 'GET' }),
      crowd: people && createCrowd(people, personActs(own, createConversionKeys(secrets))),
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

type OwnLinks = { outbound: Outbound; linkUrl: string }

/** A simulated phone asks for our own short links only: nothing of a simulation leaves this installation. */
async function askOwnLink(
  { outbound, linkUrl }: OwnLinks,
  { url, userAgent, method }: { url: string; userAgent: string; method: 'GET' | 'POST' },
): Promise<OutboundOutcome | undefined> {
  const { host, pathname } = new URL(url)
  if (host !== new URL(linkUrl).host) return undefined
  return outbound.request({ url: linkUrl + pathname, method, headers: { 'user-agent': userAgent } })
}

/** What simulated people do reaches us as what real ones do: through the link server. */
const personActs = (own: OwnLinks, keys: ConversionKeys): PersonActs => ({
  async open({ url, userAgent }) {
    const outcome = await askOwnLink(own, { url, userAgent, method: 'GET' })
    const location = outcome?.kind === 'answered' ? outcome.headers.location : undefined
    return typeof location === 'string' ? location : undefined
  },
  leave: ({ url, userAgent }) => askOwnLink(own, { url, userAgent, method: 'POST' }),
  async buy({ accountId, landing, value, currency, orderId }) {
    const { origin, searchParams } = new URL(landing)
    const clickIds = [...searchParams.values()].filter((id) => keys.clickIdsOf(Number(accountId)).decode(id) !== undefined)
    const body = JSON.stringify({ a: keys.publicIds.of(accountId), n: 'order', c: clickIds, v: value, u: currency, o: orderId })
    return own.outbound.request({ url: own.linkUrl + BEACON_PATH, method: 'POST', headers: { origin, 'content-type': 'text/plain' }, body })
  },
})
