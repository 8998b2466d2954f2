export type ClickText = { kind: 'empty' } | { kind: 'missing' } | { kind: 'found'; id: string }

/**
 * The click id in what somebody pastes: a whole address with the parameter, or the id alone.
 * @param parameter that the links of the account carry; null when they carry none
 */
export function clickIdIn(text: string, parameter: string | null): ClickText {
  const written = text.trim()
  if (written === '') return { kind: 'empty' }
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (url === undefined) return { kind: 'found', id: written.slice(0, 64) }
  // Ours stands last where the destination has one of that name itself.
  const id = parameter === null ? undefined : url.searchParams.getAll(parameter).at(-1)
  return id === undefined || id === '' ? { kind: 'missing' } : { kind: 'found', id: id.slice(0, 64) }
}
