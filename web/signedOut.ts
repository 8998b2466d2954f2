/** Set once, when the server says that the session has ended; only loading the page anew, signed in, takes it back. */
let isOut = false
const listeners = new Set<() => void>()

export const signedOut = {
  tell: (): void => {
    isOut = true
    for (const changed of listeners) changed()
  },
  read: (): boolean => isOut,
  subscribe: (changed: () => void): (() => void) => {
    listeners.add(changed)
    return () => listeners.delete(changed)
  },
}
