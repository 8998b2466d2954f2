import { listCarriers, pauseCarrier, resumeCarrier, type CarrierSettings } from '../domain/routing/carriers.ts'
import { CALLBACK_SECRET, callbackUrl, unsealCarrierSecrets } from '../domain/routing/carrierSecrets.ts'
import type { Config } from '../platform/config.ts'
import { loadSecrets } from '../platform/secrets.ts'
import { requireCarrier, type OpenCarrier } from './chosenCarrier.ts'
import type { Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark, showTime, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

export const listCarriersCommand =
  ({ output, environment }: Context) =>
  async ({ json }: { json?: true }): Promise<void> => {
    const config = environment.config()
    const carriers = await withDatabase(config, listCarriers)
    const shown = carriers.map((carrier) => ({ ...carrier, callbackUrl: callbackOf(carrier, config) }))
    if (json) return printJson(output, shown.map(view))
    printLines(
      output,
      table(
        ['NAME', 'KIND', 'PER SECOND', 'STATE', 'CALLBACKS'],
        shown.map((carrier) => [
          ...[carrier.name, carrier.kind, String(carrier.messagesPerSecond), stateOf(carrier), carrier.callbackUrl ?? '-'],
        ]),
      ),
    )
    for (const { name, trouble } of shown) if (trouble !== null) remark(output, `${name}: ${trouble}`)
  }

const stateOf = ({ paused, unavailableSince }: CarrierSettings) =>
  paused ? 'paused' : unavailableSince === null ? 'sends' : `takes nothing since ${showTime(unavailableSince)}`

/** The address, or what keeps it from being shown. */
function callbackOf(carrier: CarrierSettings, config: Config): string | undefined {
  if (carrier.kind === 'simulator') return undefined
  try {
    const secret = unsealCarrierSecrets(loadSecrets(config), carrier)[CALLBACK_SECRET]
    return secret === undefined ? undefined : callbackUrl(config.baseUrl, { id: carrier.id, secret })
  } catch {
    return '(sealed with another SECRET_KEY)'
  }
}

const view = ({
  id,
  name,
  kind,
  messagesPerSecond,
  paused,
  unavailableSince,
  trouble,
  ...rest
}: CarrierSettings & { callbackUrl: string | undefined }) => ({
  ...{ id, name, kind, messages_per_second: messagesPerSecond, paused, unavailable_since: unavailableSince, trouble },
  ...{ settings: rest.settings, callback_url: rest.callbackUrl ?? null },
})

export const pauseCommand =
  ({ output, environment }: Context) =>
  async (name: string): Promise<void> => {
    await withDatabase(environment.config(), async (db) => pauseCarrier(db, await requireCarrier(db, name)))
    printLines(output, [`Paused ${name}: nothing more is claimed for it. Its messages wait as long as they are valid.`])
  }

export const resumeCommand =
  ({ output, environment }: Context) =>
  async (name: string): Promise<void> => {
    await withDatabase(environment.config(), async (db) => resumeCarrier(db, await requireCarrier(db, name)))
    printLines(output, [`${name} sends again, within 2 s in processes that run.`])
  }

export const testCarrierCommand =
  ({ output, environment }: Context, open: OpenCarrier) =>
  async (name: string, { json }: { json?: true }): Promise<void> => {
    const config = environment.config()
    const row = await withDatabase(config, async (db) => requireCarrier(db, name))
    const { works, sentence } = row.kind === 'simulator' ? simulated : await diagnose(row, { open, config })
    if (json) printJson(output, { name: row.name, works, sentence })
    else printLines(output, [sentence])
    if (!works) throw new Failure('failed', `${row.name} does not work yet.`)
  }

const simulated = { works: true, sentence: 'The simulator always works: nothing leaves this machine.' }

async function diagnose(row: CarrierSettings, { open, config }: { open: OpenCarrier; config: Config }) {
  let carrier: ReturnType<OpenCarrier>
  try {
    carrier = open(row, config)
  } catch (error) {
    return { works: false, sentence: `It cannot be used as it is set up. ${error instanceof Error ? error.message : String(error)}.` }
  }
  return carrier.test().finally(() => carrier.close())
}
