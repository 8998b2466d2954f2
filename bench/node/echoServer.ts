/** What Fastify itself can do: reads JSON and sends it back. Prints its port. */
import { fastify } from 'fastify'

const app = fastify({ logger: false })
app.post('/*', async (request) => request.body)
await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${new URL(app.listeningOrigin).port}\n`)
