/** Where a key leads in a list that begins anew at its end. */
export function nextIndex(key: string, { at, count }: { at: number; count: number }): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at <= 0 ? count : at) - 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
