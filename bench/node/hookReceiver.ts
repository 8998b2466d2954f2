/** A fast receiver of webhooks: reads each body and answers 204. Prints its port; on a line "count" from outside, how many it got. */
import { createServer } from 'node:http'

let received = 0
const server = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
  request.resume()
  request.once('end', () => {
    received++
    response.writeHead(204)
    response.end()
  })
})
process.stdin.on('data', () => process.stdout.write(`${received}\n`))
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})
