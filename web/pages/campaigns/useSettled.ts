import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'

const SETTLES_MS = 250

/**
 * Hands on what is typed once the typing has paused, and takes over what changes elsewhere, such as a filter that is taken off.
 * @param known what was handed on last, or what stands there instead
 */
export function useSettled(typed: string, hand: (text: string) => void, known: string, take: (text: string) => void): void {
  const handed = useRef(known)
  const give = useEffectEvent((text: string) => {
    handed.current = text
    hand(text)
  })
  const follow = useEffectEvent((text: string) => {
    if (text === handed.current) return
    handed.current = text
    take(text)
  })
  useLayoutEffect(() => follow(known), [known])
  useEffect(() => {
    const text = typed.trim()
    if (text === handed.current) return undefined
    const timer = setTimeout(() => give(text), SETTLES_MS)
    return () => clearTimeout(timer)
  }, [typed])
}
