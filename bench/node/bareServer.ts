/** What Node itself can do: a server that answers 302 with headers of the same length, and nothing else. Prints its port. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const headers = [
  ...['Location', process.argv[2] ?? '', 'Cache-Control', 'no-store', 'X-Robots-Tag', 'noindex, nofollow'],
  ...['X-Content-Type-Options', 'nosniff', 'Referrer-Policy', 'no-referrer', 'Content-Length', '0'],
]
const server = createServer({ keepAliveTimeout: 72_000 }, (_request, response) => {
  response.writeHead(302, headers)
  response.end()
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => {
  const address: AddressInfo | string | null = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})
