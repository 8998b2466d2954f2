import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { RecipientGroupAnswer } from '../../../src/contract/campaignRecipients.ts'
import { send, type Query } from '../../api.ts'
import { keyOf } from '../../queryClient.ts'

export type Filled = { groupId: string; name: string; added: number; withoutContact: number; cursor: string | null }

/**
 * Fills a group slice by slice. Whatever fails, what was added stays, and another try goes on from there.
 * @returns `filled`, how far it has come; `cursor` is null when all are in
 */
export function useFillGroup(campaignId: string) {
  const client = useQueryClient()
  const [filled, setFilled] = useState<Filled>()
  const stopped = useRef(false)
  const mutation = useMutation({
    mutationFn: async ({ name, recipients }: { name: string; recipients: Query }) => {
      stopped.current = false
      for (let known = filled; known?.cursor !== null && !stopped.current;) {
        known = await fillSome(campaignId, { name, recipients, known })
        setFilled(known)
      }
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keyOf('groups') }),
  })
  return { ...mutation, filled, stop: () => (stopped.current = true) }
}

async function fillSome(
  campaignId: string,
  { name, recipients, known }: { name: string; recipients: Query; known: Filled | undefined },
): Promise<Filled> {
  const into = known === undefined ? { name } : { group_id: known.groupId, cursor: known.cursor ?? undefined }
  const path = `/v1/campaigns/${encodeURIComponent(campaignId)}/group`
  const {
    group,
    added,
    without_contact: without,
    next_cursor: cursor,
  } = await send<RecipientGroupAnswer>('POST', path, { ...into, recipients })
  return {
    ...{ groupId: group.id, name: group.name, cursor },
    ...{ added: (known?.added ?? 0) + added, withoutContact: (known?.withoutContact ?? 0) + without },
  }
}
