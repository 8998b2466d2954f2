import type { Db } from '../../platform/db.ts'

export const carrierKinds = ['simulator', 'seven', 'twilio', 'generic'] as const
export type CarrierKind = (typeof carrierKinds)[number]

/** A carrier as the operator set it up. `version` grows with every change of what it is, not with how it does. */
export type CarrierSettings = {
  id: bigint
  kind: CarrierKind
  name: string
  messagesPerSecond: number
  paused: boolean
  settings: Record<string, unknown>
  sealedSecrets: Buffer | null
  version: number
  /** Since when it surely takes nothing; null when it works, or nobody has tried. */
  unavailableSince: Date | null
  /** What it said last when it took nothing, in a sentence. */
  trouble: string | null
}

/** Most carriers of an installation. */
const MAX_CARRIERS = 100

export const listCarriers = (db: Db) => db<CarrierSettings[]>`
  select id, kind, name, messages_per_second as "messagesPerSecond", paused_at is not null as paused, settings, sealed_secrets as "sealedSecrets",
    version, unavailable_since as "unavailableSince", trouble
  from carriers order by id limit ${MAX_CARRIERS}`

export async function findCarrier(db: Db, { name }: { name: string }): Promise<CarrierSettings | undefined> {
  return (await listCarriers(db)).find((carrier) => carrier.name.toLowerCase() === name.toLowerCase())
}

/** The simulator, which takes every message of a test key. */
export async function simulatorId(db: Db): Promise<bigint> {
  const [row] = await db<{ id: bigint }[]>`select id from carriers where kind = 'simulator'`
  if (row === undefined) throw new Error('There is no simulator: the migration that makes it has not run')
  return row.id
}

/** Makes a carrier without secrets, paused until it has them; undefined when the name is taken or there are too many. */
export async function insertCarrier(
  db: Db,
  { kind, name, messagesPerSecond, settings }: Pick<CarrierSettings, 'kind' | 'name' | 'messagesPerSecond' | 'settings'>,
): Promise<bigint | undefined> {
  const [row] = await db<{ id: bigint }[]>`
    with made as (
      insert into carriers (kind, name, messages_per_second, settings, paused_at)
      select ${kind}, ${name}, ${messagesPerSecond}, ${JSON.stringify(settings)}::text::jsonb, now()
      where (select count(*) from carriers) < ${MAX_CARRIERS} and not exists (select from carriers where lower(name) = lower(${name}))
      on conflict (name) do nothing
      returning id
    )
    insert into carrier_rates (carrier_id) select id from made returning carrier_id as id`
  return row?.id
}

/** Sets what is given and leaves the rest. */
export const updateCarrier = (
  db: Db,
  {
    id,
    messagesPerSecond,
    settings,
    sealedSecrets,
  }: { id: bigint } & { [K in 'messagesPerSecond' | 'settings' | 'sealedSecrets']?: CarrierSettings[K] | undefined },
) => db`
  update carriers
  set messages_per_second = coalesce(${messagesPerSecond ?? null}, messages_per_second),
    settings = coalesce(${settings === undefined ? null : JSON.stringify(settings)}::text::jsonb, settings),
    sealed_secrets = coalesce(${sealedSecrets ?? null}, sealed_secrets), version = version + ${settings === undefined && sealedSecrets === undefined ? 0 : 1}
  where id = ${id}`

export const pauseCarrier = (db: Db, { id }: { id: bigint }) => db`
  update carriers set paused_at = coalesce(paused_at, now()) where id = ${id}`

export const resumeCarrier = (db: Db, { id }: { id: bigint }) => db`
  update carriers set paused_at = null, unavailable_since = null where id = ${id}`

/** Notes that a carrier took nothing of what it was offered, and what it said. */
export const noteUnavailable = (db: Db, { id, trouble }: { id: bigint; trouble: string | undefined }) => db`
  update carriers
  set unavailable_since = coalesce(unavailable_since, now()), trouble = coalesce(${trouble ?? null}, trouble), trouble_at = now()
  where id = ${id}`

/** Notes that a carrier takes messages again. */
export const noteAvailable = (db: Db, { id }: { id: bigint }) => db`
  update carriers set unavailable_since = null, trouble = null where id = ${id} and unavailable_since is not null`
