import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Resource } from '../../queryClient.ts'

/** Something that changes what is shown: carried out by `mutate`, then all that it touches is read again. */
export function useChange<Result, Given = void>(
  run: (given: Given) => Promise<Result>,
  {
    touches,
    leaves = false,
    onDone,
  }: {
    touches: readonly Resource[]
    /** What is shown is gone with it, and another page comes: nothing is asked for again here. */
    leaves?: boolean
    onDone?: (result: Result, given: Given) => void
  },
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (result, given) => {
      for (const resource of touches) void client.invalidateQueries({ queryKey: [resource], refetchType: leaves ? 'none' : 'active' })
      onDone?.(result, given)
    },
  })
}
