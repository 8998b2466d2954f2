/**
 * Works on what comes next while the last result is still being used: `work` runs for two items at once, and results keep their order.
 * Nothing more than those two is held.
 */
export async function* workAhead<A, B>(source: AsyncIterable<A>, work: (item: A) => Promise<B>): AsyncGenerator<B> {
  let pending: Promise<B> | undefined
  for await (const item of source) {
    const started = work(item)
    // Until it is awaited a failure must not count as unhandled.
    started.catch(() => undefined)
    if (pending !== undefined) yield await pending
    pending = started
  }
  if (pending !== undefined) yield await pending
}
