import type { Socket } from 'node:net'
import type { Waiting } from '../domain/tracking/group.ts'
import { readPlainRequest, type PlainRequest } from './plainRequest.ts'

/** A plain request with the socket it came from. */
export type PlainHit = PlainRequest & { socket: Socket }

/** What the fast lane needs: `find` says what a request leads to when that is known at once, `record` makes its hit durable. */
type Options<Found> = {
  find(hit: PlainHit): Found | undefined
  record(hit: PlainHit, found: Found, waiting: Waiting): void
  /** The whole answer, which has no body. */
  answer(found: Found, connection: { isLast: boolean }): string
  /** Serves a connection whose first bytes, put back into it, were not for the fast lane; it never comes back. */
  handOver(socket: Socket): void
  firstRequestTimeoutMs: number
  keepAliveTimeoutMs: number
}

/**
 * Answers plain requests for known short links on the socket itself. A request and a response object of node:http cost more than
 * everything that a hit needs; whatever is not plain goes to node:http, with its connection and without an answer from here.
 */
export class FastLane<Found> {
  readonly options: Options<Found>
  readonly connections = new Set<Connection<Found>>()
  isClosing = false

  constructor(options: Options<Found>) {
    this.options = options
  }

  accept(socket: Socket): void {
    this.connections.add(new Connection(this, socket))
  }

  /** Ends connections that wait for a request, and the others with their answer. */
  close(): void {
    this.isClosing = true
    for (const connection of this.connections) connection.finish()
  }

  closeAll(): void {
    for (const { socket } of this.connections) socket.destroy()
  }
}

class Connection<Found> implements Waiting {
  readonly socket: Socket
  readonly #lane: FastLane<Found>
  #found: Found | undefined
  /** Bytes that came before the answer went out; at most one read, since the socket is paused then. */
  #rest: Buffer | undefined
  #isLast = false
  #isWarm = false

  constructor(lane: FastLane<Found>, socket: Socket) {
    this.#lane = lane
    this.socket = socket
    socket.setTimeout(lane.options.firstRequestTimeoutMs)
    socket.on('data', this.#onData).on('end', this.#onEnd).on('drain', this.#onDrain)
    socket.on('timeout', this.#onFailure).on('error', this.#onFailure).on('close', this.#onClose)
  }

  /** The hit is durable. */
  settled(): void {
    const found = this.#found
    if (found === undefined) return
    this.#found = undefined
    if (this.#lane.isClosing) this.#isLast = true
    const isTaken = this.socket.write(this.#lane.options.answer(found, { isLast: this.#isLast }), 'latin1')
    if (this.#isLast) return void this.socket.end()
    this.#warm()
    // A client that does not read its answers is not read either.
    if (!isTaken) this.socket.pause()
    else if (this.#rest !== undefined) this.#goOn()
  }

  finish(): void {
    if (this.#found === undefined) this.socket.destroy()
  }

  #read(bytes: Buffer): void {
    const request = readPlainRequest(bytes)
    const hit = request && { code: request.code, headers: request.headers, socket: this.socket }
    const found = hit && this.#find(hit)
    if (hit === undefined || found === undefined) return this.#leave(bytes)
    this.#found = found
    this.#lane.options.record(hit, found, this)
  }

  /** A failure meets node:http again, which says so to the client and to the log. */
  #find(hit: PlainHit): Found | undefined {
    try {
      return this.#lane.options.find(hit)
    } catch {
      return undefined
    }
  }

  #leave(bytes: Buffer): void {
    const { socket } = this
    this.#lane.connections.delete(this)
    socket.pause()
    socket.off('data', this.#onData).off('end', this.#onEnd).off('drain', this.#onDrain)
    socket.off('timeout', this.#onFailure).off('error', this.#onFailure).off('close', this.#onClose)
    socket.setTimeout(0)
    socket.unshift(bytes)
    this.#lane.options.handOver(socket)
    socket.resume()
  }

  #warm(): void {
    if (this.#isWarm) return
    this.#isWarm = true
    this.socket.setTimeout(this.#lane.options.keepAliveTimeoutMs)
  }

  #goOn(): void {
    const rest = this.#rest
    this.#rest = undefined
    this.socket.resume()
    if (rest !== undefined) this.#read(rest)
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#found === undefined && this.#rest === undefined) return this.#read(bytes)
    this.#rest = this.#rest === undefined ? bytes : Buffer.concat([this.#rest, bytes])
    this.socket.pause()
  }

  readonly #onDrain = (): void => this.#goOn()

  readonly #onEnd = (): void => {
    this.#isLast = true
    if (this.#found === undefined) this.socket.end()
  }

  readonly #onFailure = (): void => void this.socket.destroy()

  readonly #onClose = (): void => void this.#lane.connections.delete(this)
}
