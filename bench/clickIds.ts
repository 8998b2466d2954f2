import { createClickIds } from '../src/domain/conversions/clickId.ts'

/** What a click id adds to a redirect, in processor time, so that a busy machine gives the same figure. */
const COUNT = 1_000_000
const BAR_MICROSECONDS = 1.5
const clickIdsOf = createClickIds({ derive: (_purpose, length = 32) => Buffer.alloc(length, 7) })

function microseconds(): number {
  const before = process.cpuUsage()
  let length = 0
  for (let number = 0; number < COUNT; number++)
    length += clickIdsOf(1).encode({ codeSpaceId: 1, number, at: 1_795_516_830_400 + number }).length
  if (length !== 22 * COUNT) throw new Error('a click id has another length')
  const { user, system } = process.cpuUsage(before)
  return (user + system) / COUNT
}

microseconds()
const micros = microseconds()
process.stdout.write(
  `click id made   ${micros.toFixed(3)} us          bar ${BAR_MICROSECONDS.toFixed(3)}  ratio ${(BAR_MICROSECONDS / micros).toFixed(2)}\n`,
)
if (micros > BAR_MICROSECONDS) process.exitCode = 1
