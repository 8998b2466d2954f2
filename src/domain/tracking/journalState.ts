/**
 * What the process that writes a journal tells the thread that drains it, through shared memory: no message for each group of hits.
 * The drain must not read beyond what is durable, so the live segment's number and its durable length are published after each write.
 */
export type JournalState = { readonly memory: SharedArrayBuffer; readonly cells: Int32Array }

const LIVE_SEGMENT = 0
const LIVE_LENGTH = 1
const ASLEEP = 2
const BUSY_PERMILLE = 3
const CELLS = 4

export const createJournalState = (): JournalState => openJournalState(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT))

export const openJournalState = (memory: SharedArrayBuffer): JournalState => ({ memory, cells: new Int32Array(memory) })

/** Says up to where the live segment is durable. A new segment's length is cleared first, so that no reader takes the old length for it. */
export function publishLive({ cells }: JournalState, { segment, length }: { segment: number; length: number }): void {
  if (Atomics.load(cells, LIVE_SEGMENT) !== segment) {
    Atomics.store(cells, LIVE_LENGTH, 0)
    Atomics.store(cells, LIVE_SEGMENT, segment)
  }
  Atomics.store(cells, LIVE_LENGTH, length)
}

/** The live segment and its durable length, read so that both belong together. Segment 0: none yet. */
export function readLive({ cells }: JournalState): { segment: number; length: number } {
  for (;;) {
    const segment = Atomics.load(cells, LIVE_SEGMENT)
    const length = Atomics.load(cells, LIVE_LENGTH)
    if (Atomics.load(cells, LIVE_SEGMENT) === segment) return { segment, length }
  }
}

/** The drain found nothing to do: the next write must wake it. */
export const fallAsleep = ({ cells }: JournalState) => void Atomics.store(cells, ASLEEP, 1)

/** @returns whether the drain was asleep, so that whoever asks wakes it */
export const takeAsleep = ({ cells }: JournalState): boolean =>
  Atomics.load(cells, ASLEEP) === 1 && Atomics.exchange(cells, ASLEEP, 0) === 1

/** How busy the thread that answers hits was lately, from 0 to 1. */
export const publishBusy = ({ cells }: JournalState, share: number) => void Atomics.store(cells, BUSY_PERMILLE, Math.round(share * 1_000))
export const readBusy = ({ cells }: JournalState): number => Atomics.load(cells, BUSY_PERMILLE) / 1_000
