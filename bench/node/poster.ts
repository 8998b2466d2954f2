/**
 * Posts one body again and again, on so many connections with one call each in flight; a process of its own.
 * Arguments: port, path, key, connections, seconds, file of the body. Prints one line of JSON.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { quantile } from './say.ts'

const [port, path, key, connections, seconds, bodyFile] = process.argv.slice(2)
const body = readFileSync(bodyFile ?? '')
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': body.length }
const latencies: number[] = []
let others = 0

const call = () =>
  new Promise<void>((resolve, reject) => {
    const askedAt = performance.now()
    const asked = request({ host: '127.0.0.1', port: Number(port), path, method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.once('end', () => {
        latencies.push(performance.now() - askedAt)
        if (answer.statusCode !== 200) others++
        resolve()
      })
    })
    asked.once('error', reject)
    asked.end(body)
  })

const startedAt = performance.now()
const endAt = startedAt + Number(seconds) * 1_000
async function run(): Promise<void> {
  while (performance.now() < endAt) await call()
}
await Promise.all(Array.from({ length: Number(connections) }, run))
agent.destroy()
const perSecond = (latencies.length * 1_000) / (performance.now() - startedAt)
process.stdout.write(`${JSON.stringify({ others, perSecond, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) })}\n`)
