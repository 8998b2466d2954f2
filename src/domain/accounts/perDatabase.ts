import type { LRUCache } from 'lru-cache'
import type { Db } from '../../platform/db.ts'

/** One value for each database that a process uses, so that what is remembered of one is never told of another. */
export function perDatabase<T>(make: () => T): (db: Db) => T {
  const values = new WeakMap<Db, T>()
  return (db) => {
    const known = values.get(db)
    if (known !== undefined) return known
    const made = make()
    values.set(db, made)
    return made
  }
}

/**
 * Takes a value from the cache or loads it, once for all who ask meanwhile. Promises are cached, not values, so an entry's
 * age counts from the start of its load, and emptying the cache also forgets loads under way. Failures are not kept.
 */
export function remember<K extends bigint | string, V>(cache: LRUCache<K, Promise<V>>, key: K, load: () => Promise<V>): Promise<V> {
  const known = cache.get(key)
  if (known !== undefined) return known
  const loading = load()
  cache.set(key, loading)
  loading.catch(() => {
    if (cache.peek(key) === loading) cache.delete(key)
  })
  return loading
}
