import { callClient, closeClient, type Client } from './driver.ts'

/** A client whose connection serves transactions only; it refuses once its transaction is over or its connection is lost. */
export type TransactionClient = Client & { readonly kind: 'transaction' }

type Work<T> = (client: TransactionClient) => Promise<T>

/**
 * Connections for transactions, one client of the driver each. The driver's own `begin` cannot be used: after a lost connection it sends
 * the rollback, and whatever the callback asks next, to the connection's successor (outside any transaction, or inside somebody else's),
 * or throws where nobody can catch it. Here a client whose connection closed is thrown away, and never asked again.
 */
export class TransactionSessions {
  readonly #open: (onClose: () => void) => Client
  readonly #max: number
  readonly #idle = new Set<Session>()
  readonly #all = new Set<Session>()
  readonly #waiting: (() => void)[] = []

  constructor({ open, max }: { open: (onClose: () => void) => Client; max: number }) {
    this.#open = open
    this.#max = max
  }

  /** Commits what `work` does, or rolls it back when `work` rejects. Waits for a free connection. */
  async run<T>(work: Work<T>): Promise<T> {
    const session = await this.#take()
    try {
      return await session.untilLost(transact(session, work))
    } finally {
      this.#give(session)
    }
  }

  /** Closes all connections; a transaction that still runs gets `timeoutS` seconds. */
  async end({ timeoutS }: { timeoutS: number }): Promise<void> {
    await Promise.all([...this.#all].map((session) => closeClient(session.client, { timeoutS })))
  }

  async #take(): Promise<Session> {
    for (;;) {
      const [free] = this.#idle
      if (free !== undefined) {
        this.#idle.delete(free)
        return free
      }
      if (this.#all.size < this.#max) return this.#add()
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #add(): Session {
    const session: Session = new Session(this.#open, () => {
      this.#idle.delete(session)
      this.#all.delete(session)
    })
    this.#all.add(session)
    return session
  }

  #give(session: Session): void {
    if (!session.isLost) this.#idle.add(session)
    this.#waiting.shift()?.()
  }
}

class Session {
  readonly client: TransactionClient
  isLost = false
  #fail: (error: Error) => void = () => undefined

  constructor(open: (onClose: () => void) => Client, onLost: () => void) {
    const client = open(() => {
      if (this.isLost) return
      this.isLost = true
      this.#fail(connectionLost())
      // Statements still queued in the driver must not reach a new connection.
      void closeClient(client, { timeoutS: 0 })
      onLost()
    })
    this.client = Object.assign(client, { kind: 'transaction' as const })
  }

  /**
   * Settles like `transaction`, or rejects when the connection is lost before. No race with a promise of the connection: that one would
   * keep the result of every transaction for as long as the connection lives.
   */
  untilLost<T>(transaction: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#fail = reject
      if (this.isLost) reject(connectionLost())
      transaction.then(resolve, reject)
    }).finally(() => (this.#fail = () => undefined))
  }
}

async function transact<T>(session: Session, work: Work<T>): Promise<T> {
  const { client } = session
  await client.unsafe('begin')
  const guarded = guard(session)
  try {
    const result = await work(guarded.client)
    const { command } = await client.unsafe('commit')
    if (command !== 'COMMIT')
      throw new Error('The transaction was rolled back: a statement in it failed and its error was caught. Use a nested transaction.')
    return result
  } catch (error) {
    if (!session.isLost) await client.unsafe('rollback')
    throw error
  } finally {
    guarded.revoke()
  }
}

function guard(session: Session): { client: TransactionClient; revoke: () => void } {
  let isOver = false
  const usable = () => {
    if (session.isLost) throw connectionLost()
    if (isOver) throw new Error('A statement was sent on a transaction that is over: await every statement before the callback returns.')
    return session.client
  }
  const client = new Proxy(session.client, {
    apply: (_target, _this, args) => callClient(usable(), args),
    get: (_target, key) => Reflect.get(usable(), key),
  })
  return { client, revoke: () => (isOver = true) }
}

const connectionLost = () =>
  Object.assign(new Error('The connection to the database was lost inside a transaction'), { code: 'CONNECTION_CLOSED' })
