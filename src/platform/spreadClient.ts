import { closeClient, type Client } from './driver.ts'

/** A query of the driver as far as it is touched here. */
type DriverQuery = { handler: Handler; resolve: (value: unknown) => void; reject: (error: unknown) => void }
type Handler = ((query: DriverQuery) => void) & { debug?: unknown }

/**
 * Makes one client of several that have one connection each: a query goes to the one with the fewest under way. The driver's own pool cannot be
 * used: its lists of connections grow by an entry with each query for as long as two connections are open and never all of them at once,
 * and each query looks through its list from the start (porsager/postgres 3.4.9, queue.js; after a million queries one cost a
 * millisecond). A list of one connection is emptied each time.
 */
export function spreadClient(members: readonly Client[]): Client {
  const [first] = members
  if (first === undefined) throw new Error('A client needs a connection')
  const lanes = members.map((member) => ({ handler: handlerOf(member), underWay: 0 }))
  const dispatch: Handler = (query) => {
    const lane = lanes.reduce((best, each) => (each.underWay < best.underWay ? each : best))
    lane.underWay++
    onceSettled(query, () => lane.underWay--)
    lane.handler(query)
  }
  dispatch.debug = lanes[0]?.handler.debug
  const own = lanes[0]?.handler
  const spread = (made: unknown): unknown => {
    if (isQuery(made) && made.handler === own) made.handler = dispatch
    return made
  }
  const unsafe = (...args: Parameters<Client['unsafe']>) => spread(first.unsafe(...args))
  const end = async (options?: { timeout?: number }) => {
    await Promise.all(members.map((member) => closeClient(member, { timeoutS: options?.timeout ?? 0 })))
  }
  return new Proxy(first, {
    apply: (target, self, args) => spread(Reflect.apply(target, self, args)),
    get: (target, key) => (key === 'unsafe' ? unsafe : key === 'end' ? end : Reflect.get(target, key)),
  })
}

/** What a client does with a query; a query that nobody awaits is never sent. */
function handlerOf(client: Client): Handler {
  const query: unknown = client.unsafe('')
  if (!isQuery(query)) throw new Error('The driver has changed: a query has no "handler", "resolve" and "reject"')
  return query.handler
}

const isQuery = (value: unknown): value is DriverQuery =>
  typeof value === 'object' &&
  value !== null &&
  ['handler', 'resolve', 'reject'].every((name) => typeof Reflect.get(value, name) === 'function')

function onceSettled(query: DriverQuery, settled: () => void): void {
  const { resolve, reject } = query
  let isSettled = false
  const settle = () => {
    if (!isSettled) settled()
    isSettled = true
  }
  query.resolve = (value) => (settle(), resolve(value))
  query.reject = (error) => (settle(), reject(error))
}
