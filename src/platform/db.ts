import type postgres from 'postgres'
import { callClient, closeClient, openClient, type Client, type ParameterTypes, type Server } from './driver.ts'
import { spreadClient } from './spreadClient.ts'
import { TransactionSessions, type TransactionClient } from './transactions.ts'

/**
 * Runs SQL: db<Row[]>`select ...`. A pool and a transaction alike, so a function of a store does not care which it gets.
 * int8 is read as `bigint` (cast a count: count(*)::int), numeric as text, timestamptz as Date, jsonb parsed.
 */
export type Db = postgres.ISql<ParameterTypes>

/** A piece of SQL with its values, to be put into a query. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>

/** A `Db` inside a transaction; the type of functions that must not run outside one. */
export type Transaction = Db & { readonly kind: 'transaction' }

/** A `Db` of its own connections, which survives restarts of the server: only queries in flight fail. */
export type Pool = Db & {
  /** Closes all connections after the queries in flight, those of more than 5 s excepted. */
  end(): Promise<void>
}

type Begin = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>

const begins = new WeakMap<object, Begin>()

const END_TIMEOUT_S = 5

/** How long queries of a client may go on after one of its connections was lost. */
const RETIRE_AFTER_MS = 2_000

/** An unused connection for transactions closes after this; so does one inside a transaction that asks nothing for so long. */
const IDLE_TIMEOUT_S = 60

/**
 * Opens a pool; no connection is made before the first query.
 * @param max connections at most, half of them for transactions (at least one of each kind)
 * @param applicationName shown in pg_stat_activity
 */
export function connect({ server, max, applicationName }: { server: Server; max: number; applicationName: string }): Pool {
  const forTransactions = Math.max(1, Math.floor(max / 2))
  const sessions = new TransactionSessions({
    max: forTransactions,
    open: (onClose) => openClient({ server, max: 1, applicationName, idleTimeoutS: IDLE_TIMEOUT_S, onOpen: () => undefined, onClose }),
  })
  const openOne = (events: { onOpen: () => void; onClose: () => void }) => openClient({ server, max: 1, applicationName, ...events })
  const queries = replaceableClient((events) =>
    spreadClient(Array.from({ length: Math.max(1, max - forTransactions) }, () => openOne(events))),
  )
  const end = async () => {
    await Promise.all([queries.end(), sessions.end({ timeoutS: END_TIMEOUT_S })])
  }
  const pool = new Proxy(queries.current(), {
    apply: (_target, _this, args) => callClient(queries.current(), args),
    get: (_target, key) => (key === 'end' ? end : Reflect.get(queries.current(), key)),
  })
  begins.set(pool, (work) => sessions.run((client) => work(openTransaction(client))))
  return pool
}

/**
 * Runs `work` in a transaction of the pool, or in a savepoint when `db` is a transaction already: commits when it resolves, rolls back
 * when it rejects. Await every statement inside. When the connection is lost during the commit the outcome is unknown and the error
 * is one that `isUnavailable` knows: work that is repeated must be idempotent.
 */
export function inTransaction<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const begin = begins.get(db)
  if (begin === undefined) throw new Error('inTransaction needs a pool made by connect(), or a transaction')
  return begin(work)
}

/**
 * Lets the transaction commit before it has reached the disk: a crash of the server may take it back, whole, and nothing that was committed
 * later stays without it. For work that is done again then.
 */
export async function commitSoon(tx: Transaction): Promise<void> {
  await tx`select set_config('synchronous_commit', 'off', true)`
}

/**
 * Marks a query whose text follows from what people ask for, and so will hardly come again: it is sent without being prepared. The driver, and
 * the server, keep each text that is prepared for as long as their connection lives (porsager/postgres 3.4.9, connection.js, `statements`).
 */
export function unprepared<Query extends object>(query: Query): Query {
  if (!('options' in query) || typeof query.options !== 'object' || query.options === null)
    throw new Error('The driver has changed: a query has no "options"')
  Object.assign(query.options, { prepare: false })
  return query
}

/** True when the database could not be reached or went away, so that the same call may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // A missing socket, not just any missing file.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect'
  return (
    unavailableCodes.has(code) ||
    unavailableClasses.some((prefix) => code.length === 5 && code.startsWith(prefix)) ||
    isUnavailable(error.cause)
  )
}

/** What the database's clock says: the one clock that all nodes share. */
export async function databaseNow(db: Db): Promise<Date> {
  const [row] = await db<{ now: Date }[]>`select clock_timestamp() as now`
  if (row === undefined) throw new Error('The database did not say what time it is')
  return row.now
}

/**
 * Checks that the server is one we can work with.
 * @returns its major version
 * @throws Error below version 15
 */
export async function checkServerVersion(db: Db): Promise<number> {
  const [row] = await db<{ version: number }[]>`select current_setting('server_version_num')::int as version`
  const major = Math.floor((row?.version ?? 0) / 10_000)
  if (major < OLDEST_MAJOR) throw new Error(`The database server is PostgreSQL ${major}; Tapline needs version ${OLDEST_MAJOR} or later.`)
  return major
}

const OLDEST_MAJOR = 15

const unavailableCodes = new Set([
  ...[
    'CONNECT_TIMEOUT',
    'CONNECTION_CLOSED',
    'CONNECTION_DESTROYED',
    'CONNECTION_ENDED',
    'ERR_STREAM_DESTROYED',
    'ERR_STREAM_PREMATURE_CLOSE',
  ],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['57P01', '57P02', '57P03', '57P05'],
])

/** Connection exceptions and insufficient resources (disk full, out of memory, too many connections). */
const unavailableClasses = ['08', '53']

/**
 * A client that is replaced when a connection of it is lost. The driver does not recover by itself: a query that is sent between the error
 * of a socket and its end never settles, and unsent bytes of the old connection spoil the start of the next (porsager/postgres 3.4.9,
 * seen by killing the server under load). So its remaining queries get a little time, and new ones go to a fresh client.
 */
function replaceableClient(open: (events: { onOpen: () => void; onClose: () => void }) => Client) {
  let isEnded = false
  const start = () => {
    const generation = {
      hasOpened: false,
      client: open({ onOpen: () => (generation.hasOpened = true), onClose: () => retire(generation) }),
    }
    return generation
  }
  type Generation = { hasOpened: boolean; client: Client }
  let current: Generation = start()
  const retired = new Set<Client>()
  const retire = (generation: Generation) => {
    // A connection that could not even be made leaves nothing behind; the client's own pauses between tries are wanted then.
    if (isEnded || generation !== current || !generation.hasOpened) return
    current = start()
    retired.add(generation.client)
    setTimeout(
      () => void closeClient(generation.client, { timeoutS: 0 }).then(() => retired.delete(generation.client)),
      RETIRE_AFTER_MS,
    ).unref()
  }
  const end = async () => {
    isEnded = true
    // A client with a lost connection never ends by itself: the driver waits for the query that it has rejected.
    await Promise.all([
      closeClient(current.client, { timeoutS: END_TIMEOUT_S }),
      ...[...retired].map((client) => closeClient(client, { timeoutS: 0 })),
    ])
  }
  return { current: () => current.client, end }
}

function openTransaction(tx: TransactionClient): Transaction {
  let savepoints = 0
  begins.set(tx, async (work) => {
    const name = `s${++savepoints}`
    await tx.unsafe(`savepoint ${name}`)
    try {
      const result = await work(tx)
      await tx.unsafe(`release savepoint ${name}`)
      return result
    } catch (error) {
      await tx.unsafe(`rollback to savepoint ${name}`)
      throw error
    }
  })
  return tx
}
