import { createCodes } from '../src/domain/links/codes.ts'

/** Codes made in batches and decoded one by one, beside their bars. */
const COUNT = 4_000_000
const codes = createCodes(Uint8Array.from({ length: 12 }, (_, at) => at * 17))
const batch: string[] = new Array(10_000).fill('')

function encodeRate(): number {
  const started = performance.now()
  for (let number = 0; number < COUNT; number++) batch[number % batch.length] = codes.encode(number)
  return COUNT / ((performance.now() - started) / 1000)
}

function decodeMicroseconds(): number {
  const started = performance.now()
  let sum = 0
  for (let round = 0; round < COUNT; round++) sum += codes.decode(batch[round % batch.length] ?? '') ?? 0
  if (sum === 0) throw new Error('nothing was decoded')
  return ((performance.now() - started) / COUNT) * 1000
}

encodeRate()
decodeMicroseconds()
const rate = encodeRate()
const micros = decodeMicroseconds()
process.stdout.write(`codes made      ${(rate / 1e6).toFixed(2)} million/s   bar 2.00   ratio ${(rate / 2e6).toFixed(2)}\n`)
process.stdout.write(`code decoded    ${micros.toFixed(3)} us          bar 1.000  ratio ${(1 / micros).toFixed(2)}\n`)
if (rate < 2e6 || micros > 1) process.exitCode = 1
