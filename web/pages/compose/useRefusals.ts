import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ApiError } from '../../api.ts'
import type { Refusal } from '../../ui/problems.ts'
import { previewQuery } from './queries.ts'
import { previewOf } from './requests.ts'
import type { Piece } from './stage.ts'
import { useSettled } from '../../useSettled.ts'

const PREVIEW_MS = 600

/** Why each text would be refused; what the browser cannot know of itself the server says when nobody types. */
export function useRefusals(pieces: readonly Piece[]): readonly (Refusal | undefined)[] {
  const bodies = useMemo(
    () => pieces.map(({ draft, measured }) => (measured.kind === 'composed' ? previewOf(draft, measured) : undefined)),
    [pieces],
  )
  const { value, isSettled } = useSettled(bodies, { key: JSON.stringify(bodies), ms: PREVIEW_MS })
  const answers = useQueries({ queries: value.map((body) => previewQuery(body)) })
  return pieces.map(({ measured }, at) => {
    if (measured.kind === 'refused') return measured.error
    const error = answers[at]?.error
    const isRefused = isSettled && error instanceof ApiError && error.status >= 400 && error.status < 500
    return isRefused && error.code !== 'rate_limited' ? error : undefined
  })
}
