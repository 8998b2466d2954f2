import { verifyInstallation } from '../domain/accounts/installation.ts'
import { insertCarrier, resumeCarrier, updateCarrier, type CarrierKind, type CarrierSettings } from '../domain/routing/carriers.ts'
import {
  CALLBACK_SECRET,
  callbackUrl,
  newCallbackSecret,
  sealCarrierSecrets,
  unsealCarrierSecrets,
} from '../domain/routing/carrierSecrets.ts'
import { readPeople } from '../lib/simulatedPeople.ts'
import type { Config } from '../platform/config.ts'
import { inTransaction, type Db } from '../platform/db.ts'
import { loadSecrets } from '../platform/secrets.ts'
import { readSecrets, readSettings } from './carrierSecretFiles.ts'
import { requireCarrier, type OpenCarrier } from './chosenCarrier.ts'
import type { Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark } from './output.ts'
import { withDatabase } from './withDatabase.ts'

type Changes = { settings?: string; set?: string[]; secret?: string[]; rate?: number; json?: true }

/** Messages a second of a carrier whose operator names no rate: one that no provider minds. */
const DEFAULT_RATE = 10

export const addCarrierCommand =
  ({ output, environment }: Context, open: OpenCarrier) =>
  async (name: string, options: Changes & { kind: CarrierKind }): Promise<void> => {
    const config = environment.config()
    const settings = readSettings(options) ?? {}
    const values = { ...readSecrets(options.secret), [CALLBACK_SECRET]: newCallbackSecret() }
    if (!/^[\w .-]{1,40}$/.test(name)) throw new Failure('usage', `"${name}" is no name: use at most 40 letters, digits, blanks and . _ -`)
    const id = await withDatabase(config, (db) =>
      inTransaction(db, async (tx) => {
        const made = await insertCarrier(tx, { kind: options.kind, name, messagesPerSecond: options.rate ?? DEFAULT_RATE, settings })
        if (made === undefined) throw new Failure('refused', `There is a carrier "${name}" already: "tapline carrier set" changes it.`)
        await save(tx, { config, open, id: made, kind: options.kind, settings, values })
        await resumeCarrier(tx, { id: made })
        return made
      }),
    )
    const url = callbackUrl(config.baseUrl, { id, secret: values[CALLBACK_SECRET] ?? '' })
    if (options.json) return printJson(output, { id, name, kind: options.kind, callback_url: url })
    printLines(output, [`Added ${name}. It takes no message yet: "tapline route add" says which.`, `Callbacks: ${url}`])
    remark(
      output,
      'Whoever knows the callback address can bring receipts: treat it as a secret. "tapline carrier test" tries the connection.',
    )
  }

export const setCarrierCommand =
  ({ output, environment }: Context, open: OpenCarrier) =>
  async (name: string, options: Changes & { newCallbackSecret?: true }): Promise<void> => {
    const config = environment.config()
    const given = readSettings(options)
    const secrets = readSecrets(options.secret)
    const url = await withDatabase(config, (db) =>
      inTransaction(db, async (tx) => {
        const carrier = await requireCarrier(tx, name)
        if (carrier.kind === 'simulator') return setSimulator(tx, carrier, { given, rate: options.rate })
        const settings = given === undefined ? carrier.settings : options.settings === undefined ? { ...carrier.settings, ...given } : given
        const before = unsealCarrierSecrets(loadSecrets(config), carrier)
        const values = { ...before, ...secrets, ...(options.newCallbackSecret ? { [CALLBACK_SECRET]: newCallbackSecret() } : {}) }
        await save(tx, { config, open, id: carrier.id, kind: carrier.kind, settings, values })
        await setRate(tx, carrier, options.rate)
        return callbackUrl(config.baseUrl, { id: carrier.id, secret: values[CALLBACK_SECRET] ?? '' })
      }),
    )
    if (options.json) return printJson(output, { name, callback_url: url ?? null })
    printLines(output, [
      `Changed ${name}, within 5 s in processes that run.`,
      ...(options.newCallbackSecret && url ? [`Callbacks: ${url}`] : []),
    ])
  }

/** The simulator has no secrets and calls nobody; its settings are the people at its phones. */
async function setSimulator(
  db: Db,
  { id, settings: before }: CarrierSettings,
  { given, rate }: { given: Record<string, unknown> | undefined; rate: number | undefined },
): Promise<undefined> {
  const settings = given === undefined ? undefined : { ...before, ...given }
  if (settings !== undefined) requirePeople(settings)
  await updateCarrier(db, { id, settings, messagesPerSecond: rate })
}

function requirePeople(settings: Record<string, unknown>): void {
  try {
    readPeople(settings)
  } catch (cause) {
    throw new Failure('usage', `This cannot work. ${cause instanceof Error ? cause.message : String(cause)}.`)
  }
}

async function setRate(db: Db, { id }: CarrierSettings, rate: number | undefined): Promise<undefined> {
  if (rate !== undefined) await updateCarrier(db, { id, messagesPerSecond: rate })
}

type Saved = {
  config: Config
  open: OpenCarrier
  id: bigint
  kind: CarrierKind
  settings: Record<string, unknown>
  values: Record<string, string>
}

/** Saves settings and secrets that a carrier can be opened with, and no others. */
async function save(db: Db, { config, open, id, kind, settings, values }: Saved): Promise<void> {
  const secrets = loadSecrets(config)
  await verifyInstallation(db, secrets)
  const sealedSecrets = sealCarrierSecrets(secrets, { id, values })
  try {
    await open({ id, kind, settings, sealedSecrets }, config).close()
  } catch (cause) {
    throw new Failure('usage', `This cannot work. ${cause instanceof Error ? cause.message : String(cause)}.`)
  }
  await updateCarrier(db, { id, settings, sealedSecrets })
}
