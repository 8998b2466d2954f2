/** The country of a random network, beside its bar, and what the table costs a thread. Run: `npm run bench countries` */
import { countryOfNetwork, loadCountries } from '../src/domain/tracking/countries.ts'
import { V6 } from '../src/domain/tracking/network.ts'

const BAR_MICROSECONDS = 1
const COUNT = 2_000_000

const started = performance.now()
const { source, starts, countries } = loadCountries()
const loadMs = performance.now() - started

const anyV4 = () => Math.floor(Math.random() * 2 ** 24)
/** 2000::/3, where all addresses lie that are in use. */
const anyV6 = () => V6 + 2 ** 45 + Math.floor(Math.random() * 2 ** 45)
const networks = Float64Array.from({ length: COUNT }, (_, at) => (at % 2 === 0 ? anyV4() : anyV6()))

let found = 0
for (const network of networks.subarray(0, 100_000)) if (countryOfNetwork(network) !== null) found++
const begin = performance.now()
for (const network of networks) if (countryOfNetwork(network) !== null) found++
const micros = ((performance.now() - begin) / COUNT) * 1000

const megabytes = (starts.byteLength + countries.byteLength) / 2 ** 20
process.stdout.write(`table           ${source}, ${starts.length} runs, ${megabytes.toFixed(1)} MiB, read in ${loadMs.toFixed(0)} ms\n`)
process.stdout.write(
  `country found   ${micros.toFixed(3)} us          bar ${BAR_MICROSECONDS}.000  ratio ${(BAR_MICROSECONDS / micros).toFixed(2)}\n`,
)
if (found === 0) throw new Error('no country was found')
if (micros > BAR_MICROSECONDS) process.exitCode = 1
