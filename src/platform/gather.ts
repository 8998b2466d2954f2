/**
 * Turns single look-ups that come at about the same time into common ones: a statement costs far more than a row of it. Keys that are asked
 * for meanwhile wait until a look-up ends, so a look-up that is under way is not shared: what it finds may be older than the question.
 * @param most keys of one look-up
 * @param atOnce look-ups under way at a time
 * @param read finds what there is; a key that is missing in its answer gives undefined
 */
export function gather<K, V>({
  most,
  atOnce,
  read,
}: {
  most: number
  atOnce: number
  read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>
}): (key: K) => Promise<V | undefined> {
  const waiting = new Map<K, Asked<V>>()
  let underWay = 0
  let isPlanned = false

  const next = async () => {
    const taken = [...waiting].slice(0, most)
    for (const [key] of taken) waiting.delete(key)
    underWay++
    try {
      const found = await read(taken.map(([key]) => key))
      for (const [key, { resolve }] of taken) resolve(found.get(key))
    } catch (error) {
      for (const [, { reject }] of taken) reject(error)
    }
    underWay--
    plan()
  }
  // What the sockets brought in one go comes together.
  const plan = () => {
    if (isPlanned || waiting.size === 0 || underWay >= atOnce) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      void next()
      plan()
    })
  }
  return (key) => {
    const known = waiting.get(key)
    if (known !== undefined) return known.promise
    const asked = newAsked<V>()
    waiting.set(key, asked)
    plan()
    return asked.promise
  }
}

type Asked<V> = { promise: Promise<V | undefined>; resolve: (value: V | undefined) => void; reject: (error: unknown) => void }

function newAsked<V>(): Asked<V> {
  let resolve: Asked<V>['resolve'] = () => undefined
  let reject: Asked<V>['reject'] = () => undefined
  const promise = new Promise<V | undefined>((resolved, rejected) => ([resolve, reject] = [resolved, rejected]))
  return { promise, resolve, reject }
}
