/** How many of so many runs showed something. */
export interface Share {
  found: number
  runs: number
}

/** Makes so many runs and counts those that show something. */
export function shareOf(runs: number, shows: (run: number) => boolean): Share {
  let found = 0
  for (let run = 0; run < runs; run++) if (shows(run)) found++
  return { found, runs }
}

/** The standard error of a share. */
export function errorOf({ found, runs }: Share): number {
  const part = found / runs
  return Math.sqrt((part * (1 - part)) / runs)
}
