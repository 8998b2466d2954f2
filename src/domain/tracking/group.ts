import type { Encoder } from './record.ts'

/** Somebody who waits until a record is safe; called once. */
export type Waiting = { settled(): void }

/** Records that are made durable by one write, and who waits for them. */
export type Group = { buffer: Buffer; length: number; waiting: Waiting[] }

const FIRST_BYTES = 64 * 1024

export const createGroup = (): Group => ({ buffer: Buffer.allocUnsafeSlow(FIRST_BYTES), length: 0, waiting: [] })

/** Adds a record; the buffer grows when it must and is kept. */
export function addToGroup<T>(group: Group, { encoder, value, waiting }: { encoder: Encoder<T>; value: T; waiting: Waiting }): void {
  if (group.length + encoder.maxBytes > group.buffer.length) {
    const larger = Buffer.allocUnsafeSlow(group.buffer.length * 2)
    group.buffer.copy(larger, 0, 0, group.length)
    group.buffer = larger
  }
  group.length = encoder.write(group.buffer, group.length, value)
  group.waiting.push(waiting)
}

/** Tells all that wait, and empties the list so that nobody is told twice. One that fails must not keep the others waiting. */
export function settle(group: Pick<Group, 'waiting'>, onError: (error: unknown) => void): void {
  const { waiting } = group
  group.waiting = []
  for (const one of waiting) {
    try {
      one.settled()
    } catch (error) {
      onError(error)
    }
  }
}
