import {
  changeMember,
  createInvitation,
  invitationList,
  invitationMade,
  invitationParams,
  invitationRevoked,
  member,
  memberParams,
  memberRemoved,
  team,
} from '../../contract/team.ts'
import { invite, listInvitations, revokeInvitation } from '../../domain/accounts/invitations.ts'
import type { Invitation } from '../../domain/accounts/invitationStore.ts'
import { changeRole, removeMember } from '../../domain/accounts/team.ts'
import { listUsers } from '../../domain/accounts/users.ts'
import type { Member } from '../../domain/accounts/userStore.ts'
import { personOf, requirePerson } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['team']
/** Whoever may do this can make themselves anything, so it is for owners alone, and for no key. */
const ownersOnly = { onRequest: requirePerson('owner') }

/** Who signs in to the account. */
export function teamRoutes(app: Api, parts: RouteParts): void {
  memberRoutes(app, parts)
  invitationRoutes(app, parts)
}

function memberRoutes(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/team',
    { onRequest: requirePerson(), schema: { tags, summary: 'List who can sign in', response: { 200: team } } },
    async ({ key }) => ({
      members: (await listUsers(db, { accountId: key.accountId })).map((row) => viewMember(row, personOf({ key }).userId)),
    }),
  )

  app.patch(
    '/v1/team/:id',
    {
      ...ownersOnly,
      schema: {
        tags,
        summary: 'Give somebody another role',
        params: memberParams,
        body: changeMember,
        response: { 200: member },
      },
    },
    async ({ key, params, body }) => {
      const { accountId, actor } = key
      const changed = await changeRole(db, { accountId, userId: BigInt(params.id), role: body.role, actor })
      return viewMember(changed, personOf({ key }).userId)
    },
  )

  app.delete(
    '/v1/team/:id',
    {
      ...ownersOnly,
      schema: {
        ...{ tags, summary: 'Remove somebody; their sessions end, keys that they made go on' },
        ...{ params: memberParams, response: { 200: memberRemoved } },
      },
    },
    async ({ key: { accountId, actor }, params }) => {
      await removeMember(db, { accountId, userId: BigInt(params.id), actor })
      return { id: params.id, removed: true as const }
    },
  )
}

function invitationRoutes(app: Api, { db, baseUrl }: RouteParts): void {
  app.get(
    '/v1/team/invitations',
    {
      ...ownersOnly,
      schema: { tags, summary: 'List invitations that nobody has used yet', response: { 200: invitationList } },
    },
    async ({ key: { accountId } }) => ({ invitations: (await listInvitations(db, { accountId })).map(viewInvitation) }),
  )

  app.post(
    '/v1/team/invitations',
    {
      ...ownersOnly,
      schema: {
        ...{ tags, summary: 'Make a link that lets one person in, once, within a week' },
        ...{ body: createInvitation, response: { 201: invitationMade } },
      },
    },
    async ({ key: { accountId, actor }, body }, reply) => {
      const { token, ...made } = await invite(db, { accountId, actor, ...body })
      return reply.code(201).send({ ...viewInvitation(made), url: `${baseUrl}/invitation?token=${token}` })
    },
  )

  app.delete(
    '/v1/team/invitations/:id',
    {
      ...ownersOnly,
      schema: {
        tags,
        summary: 'Take an invitation back',
        params: invitationParams,
        response: { 200: invitationRevoked },
      },
    },
    async ({ key: { accountId, actor }, params }) => {
      await revokeInvitation(db, { accountId, id: BigInt(params.id), actor })
      return { id: params.id, revoked: true as const }
    },
  )
}

const viewMember = ({ id, email, role, createdAt, lastSeenAt }: Member, you: bigint) => ({
  ...{ id: String(id), email, role, created_at: createdAt.toISOString() },
  ...{ last_seen_at: lastSeenAt?.toISOString() ?? null, is_you: id === you },
})

const viewInvitation = ({ id, role, note, createdBy, createdAt, expiresAt }: Invitation) => ({
  ...{ id: String(id), role, note, created_by: createdBy },
  ...{ created_at: createdAt.toISOString(), expires_at: expiresAt.toISOString() },
})
