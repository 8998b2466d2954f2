import { useSyncExternalStore } from 'react'

/** Kept in this browser. A key that is one sign alone must be possible to switch off (WCAG 2.1.4): who speaks to a computer types by accident. */
const NAME = 'tapline-help-key'
const OFF = 'off'

const listeners = new Set<() => void>()

/** Whether a question mark opens the help. */
export const isHelpKeyOn = (): boolean => {
  try {
    return localStorage.getItem(NAME) !== OFF
  } catch {
    // A browser that keeps nothing keeps no wish either.
    return true
  }
}

/** Whether a question mark opens the help, and a way to change it. */
export function useHelpKey(): readonly [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore((changed) => {
    listeners.add(changed)
    return () => listeners.delete(changed)
  }, isHelpKeyOn)
  return [isOn, choose]
}

function choose(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(NAME)
    else localStorage.setItem(NAME, OFF)
  } catch {
    return
  }
  for (const changed of listeners) changed()
}
