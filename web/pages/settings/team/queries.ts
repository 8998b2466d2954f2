import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { invitation, invitationList, invitationMade, member, team } from '../../../../src/contract/team.ts'
import { get } from '../../../api.ts'
import { keyOf } from '../../../queryClient.ts'

export type Member = z.infer<typeof member>
export type Invitation = z.infer<typeof invitation>
export type InvitationMade = z.infer<typeof invitationMade>

export const teamQuery = queryOptions({
  queryKey: keyOf('team'),
  queryFn: ({ signal }) => get<z.infer<typeof team>>('/v1/team', { signal }),
})

export const invitationsQuery = queryOptions({
  queryKey: keyOf('team', 'invitations'),
  queryFn: ({ signal }) => get<z.infer<typeof invitationList>>('/v1/team/invitations', { signal }),
})
