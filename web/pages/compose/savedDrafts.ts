import { emptyDraft, type Draft } from './draft.ts'

/** What the browser keeps: the draft, of which campaign it is with the server's ids of its variants, and whether the server has it. */
export type Saved = {
  draft: Draft
  campaignId: string | undefined
  variantIds?: Readonly<Record<string, string>> | undefined
  isOnServer: boolean
}

const keyFor = (userId: string) => `tapline.compose.${userId}`
/** Six texts of 10,000 characters and 1,000 numbers take less. */
const MAX_LENGTH = 200_000

/** What somebody wrote in this browser last; undefined when there is nothing, or nothing that this version understands. */
export function readSaved(userId: string): Saved | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyFor(userId)) ?? 'null')
    return isSaved(value) ? { ...value, draft: { ...emptyDraft, ...value.draft } } : undefined
  } catch {
    // Storage that is forbidden, or text that is no JSON, is as good as none.
    return undefined
  }
}

/** Keeps a draft in this browser. @returns whether the browser has it */
export function writeSaved(userId: string, saved: Saved): boolean {
  try {
    const text = JSON.stringify({ ...saved, version: VERSION })
    if (text.length > MAX_LENGTH) return false
    localStorage.setItem(keyFor(userId), text)
    return true
  } catch {
    return false
  }
}

/** Takes it away, once it was sent or thrown away. */
export function dropSaved(userId: string): void {
  try {
    localStorage.removeItem(keyFor(userId))
  } catch {
    // Where nothing can be kept, nothing has to go.
  }
}

const VERSION = 1

function isSaved(value: unknown): value is Saved {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== VERSION) return false
  if (!('draft' in value) || typeof value.draft !== 'object' || value.draft === null) return false
  const { draft } = value
  return 'text' in draft && typeof draft.text === 'string' && 'numbers' in draft && Array.isArray(draft.numbers)
}
