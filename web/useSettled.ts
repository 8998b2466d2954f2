import { useEffect, useState } from 'react'

/**
 * A value that follows another one when that has not changed for a while.
 * @param key says when two values are the same
 */
export function useSettled<T>(value: T, { key, ms }: { key: unknown; ms: number }): { value: T; isSettled: boolean } {
  const [settled, setSettled] = useState({ value, key })
  useEffect(() => {
    if (settled.key === key) return undefined
    const timer = setTimeout(() => setSettled({ value, key }), ms)
    return () => clearTimeout(timer)
  }, [value, key, ms, settled.key])
  return { value: settled.value, isSettled: settled.key === key }
}
