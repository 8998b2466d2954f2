/** What is shown of saving; a failure is tried again with the next change. `saving` from the change on: what is saved then is no longer the newest. */
export type SaveState = { kind: 'none' } | { kind: 'saving' } | { kind: 'saved'; at: Date } | { kind: 'failed'; error: unknown }

/** Saves what changes again and again: some time after the last change, one at a time, and always the newest. */
export type Saver<T> = {
  changed(value: T): void
  /** Saves at once what waits, and waits for it. @throws what saving failed with */
  flush(): Promise<void>
  /** Forgets what waits; what is on its way arrives. */
  stop(): void
}

export function createSaver<T>({
  save,
  onState,
  delayMs,
}: {
  save: (value: T) => Promise<void>
  onState: (state: SaveState) => void
  delayMs: number
}): Saver<T> {
  let waiting: { value: T } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let failure: { error: unknown } | undefined
  let told: SaveState['kind'] = 'none'
  const tell = (state: SaveState) => {
    if (state.kind === 'saving' && told === 'saving') return
    told = state.kind
    onState(state)
  }

  const drain = async () => {
    while (waiting !== undefined) {
      const { value } = waiting
      waiting = undefined
      tell({ kind: 'saving' })
      try {
        await save(value)
        failure = undefined
        tell(waiting === undefined ? { kind: 'saved', at: new Date() } : { kind: 'saving' })
      } catch (error) {
        failure = { error }
        tell({ kind: 'failed', error })
        return
      }
    }
  }
  const start = () => {
    clearTimeout(timer)
    running ??= drain().finally(() => (running = undefined))
    return running
  }
  return {
    changed(value) {
      waiting = { value }
      tell({ kind: 'saving' })
      clearTimeout(timer)
      timer = setTimeout(() => void start(), delayMs)
    },
    async flush() {
      await start()
      // What came while the last one ran, and was not seen by it.
      if (waiting !== undefined) await start()
      if (failure !== undefined) throw failure.error
    },
    stop() {
      clearTimeout(timer)
      waiting = undefined
    },
  }
}
