import { join } from 'node:path'
import postgres from 'postgres'
import { addArrayTypes } from './arrays.ts'

/** What may stand in a query besides the driver's own parameters: ids are 64-bit, so they travel as `bigint`. */
export type ParameterTypes = { bigint: bigint }

/** A client of the driver with its connections; only db.ts and transactions.ts touch one. */
export type Client = postgres.Sql<ParameterTypes>

/** Where the database is: an address, or the folder of the embedded server's unix socket. */
export type Server = { url: string } | { socketDir: string; database: string; user: string }

/** The port in the name of the embedded server's socket; it listens on no network. */
export const SOCKET_PORT = 5432

const CONNECT_TIMEOUT_S = 5

/** Where nothing listens. */
const NOWHERE = '/dev/null/closed'

/** A pause before each new try of a connection that failed: doubling, and short, since a query waits for it. */
const retryPauseS = (failures: number) => Math.min(0.5, 0.02 * 2 ** failures)

/**
 * Opens a client; connections are made when the first queries need them.
 * @param idleTimeoutS seconds until an unused connection closes; undefined keeps it
 * @param onOpen called once, when the server has first answered
 * @param onClose called for each connection that ends, also for one that could not be made
 */
export function openClient({
  server,
  max,
  applicationName,
  idleTimeoutS,
  onOpen,
  onClose,
}: {
  server: Server
  max: number
  applicationName: string
  idleTimeoutS?: number
  onOpen: () => void
  onClose: () => void
}): Client {
  let opened = false
  const options = {
    max,
    connect_timeout: CONNECT_TIMEOUT_S,
    idle_timeout: idleTimeoutS,
    // A connection that the driver ends by age would look like a lost one, and could be inside a transaction.
    max_lifetime: null,
    backoff: retryPauseS,
    // int8 is bigint, numeric is text, timestamptz is Date, json and jsonb are parsed.
    types: { bigint: postgres.BigInt },
    connection: { application_name: applicationName, TimeZone: 'UTC' },
    // See arrays.ts.
    fetch_types: false,
    onnotice: () => undefined,
    onparameter: () => {
      if (!opened) onOpen()
      opened = true
    },
    onclose: onClose,
  }
  const client = 'url' in server ? postgres(server.url, options) : postgres({ ...options, ...socketOptions(server) })
  addArrayTypes(client.options)
  return client
}

/**
 * Closes a client: its connections after `timeoutS` seconds at the latest. The driver makes a connection that waits for its next try even
 * then, and keeps it for good (porsager/postgres 3.4.9, seen by killing the server under load); here that try finds nobody.
 */
export async function closeClient(client: Client, { timeoutS }: { timeoutS: number }): Promise<void> {
  const ended = client.end({ timeout: timeoutS })
  if (timeoutS === 0) client.options.path = NOWHERE
  await ended
  client.options.path = NOWHERE
}

const socketOptions = ({ socketDir, database, user }: { socketDir: string; database: string; user: string }) => ({
  path: join(socketDir, `.s.PGSQL.${SOCKET_PORT}`),
  database,
  user,
  ssl: false,
})

/**
 * Calls a client as the tag of a query, or for a helper. The driver takes a list of bigints, dates or flags for a single value of
 * that type; here the server says what a list is, so that unnest(${ids}::bigint[]) and any(${ids}) work for every type.
 */
export function callClient(client: Client, args: readonly unknown[]): unknown {
  const [first, ...values] = args
  const isQuery = Array.isArray(first) && 'raw' in first
  return Reflect.apply(
    client,
    undefined,
    isQuery ? [first, ...values.map((value) => (isMistaken(value) ? client.typed(value, INFERRED) : value))] : args,
  )
}

/** No type at all: the server infers it from the statement. */
const INFERRED = 0

function isMistaken(value: unknown): value is unknown[] {
  if (!Array.isArray(value)) return false
  const first: unknown = value[0]
  return typeof first === 'bigint' || typeof first === 'boolean' || first instanceof Date || first instanceof Uint8Array
}
