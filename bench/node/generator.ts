/**
 * A load generator on bare sockets, a process of its own: every connection has one request in flight, as a phone does. It costs as little
 * as it can, since it shares the machine with what it measures.
 * Arguments: port, host header, connections, seconds, file of codes, first code. Prints one line of JSON.
 */
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { userAgents } from './userAgents.ts'

const CODE_LENGTH = 8
const BUCKETS_PER_MS = 50
const BUCKETS = 2_000 * BUCKETS_PER_MS

const [port, host, connections, seconds, codeFile, firstCode] = process.argv.slice(2)
const codes = readFileSync(codeFile ?? '')
const total = codes.length / CODE_LENGTH
const latencies = new Uint32Array(BUCKETS + 1)
const codeAt = 'GET /'.length
const headerEnd = Buffer.from('\r\n\r\n')
let next = Number(firstCode)
let redirects = 0
let others = 0
let open = 0
let startedAt = 0
let endAt = 0

function requestFor(connection: number): Buffer {
  const userAgent = userAgents[connection % userAgents.length] ?? ''
  return Buffer.from(
    `GET /00000000 HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${userAgent}\r\n` +
      'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.9\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n\r\n',
  )
}

function ask(socket: Socket, request: Buffer): void {
  codes.copy(request, codeAt, (next % total) * CODE_LENGTH, (next % total) * CODE_LENGTH + CODE_LENGTH)
  next++
  socket.write(request)
}

function run(connection: number): void {
  const request = requestFor(connection)
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
  let askedAt = 0
  let rest: Buffer | undefined
  socket.on('connect', () => {
    askedAt = performance.now()
    ask(socket, request)
  })
  socket.on('data', (data: Buffer) => {
    const answer = rest === undefined ? data : Buffer.concat([rest, data])
    if (!answer.subarray(-4).equals(headerEnd)) {
      rest = answer
      return
    }
    rest = undefined
    const now = performance.now()
    const bucket = Math.min(BUCKETS, Math.floor((now - askedAt) * BUCKETS_PER_MS))
    latencies[bucket] = (latencies[bucket] ?? 0) + 1
    if (answer[9] === 51 && answer[11] === 50) redirects++
    else others++
    if (now >= endAt) return void socket.destroy()
    askedAt = now
    ask(socket, request)
  })
  socket.on('error', () => others++)
  socket.on('close', () => {
    if (--open === 0) report()
  })
}

function quantile(share: number): number {
  const wanted = latencies.reduce((sum, count) => sum + count, 0) * share
  let seen = 0
  return latencies.findIndex((count) => (seen += count) >= wanted) / BUCKETS_PER_MS
}

function report(): void {
  const took = (performance.now() - startedAt) / 1_000
  const result = { redirects, others, perSecond: redirects / took, p50: quantile(0.5), p99: quantile(0.99) }
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

startedAt = performance.now()
endAt = startedAt + Number(seconds) * 1_000
open = Number(connections)
for (let connection = 0; connection < open; connection++) run(connection)
