import { z } from 'zod'
import { id, timestamp } from './fields.ts'
import { roleMeaning, roles } from './roles.ts'

const role = z.enum(roles).describe(roles.map((name) => `${name}: ${roleMeaning[name]}`).join('; '))

export const member = z.strictObject({
  id,
  email: z.string(),
  role,
  created_at: timestamp,
  last_seen_at: timestamp.nullable().describe('null: not signed in at present'),
  is_you: z.boolean(),
})
export const team = z.strictObject({ members: z.array(member) })
export const memberParams = z.strictObject({ id })
export const changeMember = z.strictObject({ role })
export const memberRemoved = z.strictObject({ id, removed: z.literal(true) })

export const invitation = z.strictObject({
  id,
  role,
  note: z.string(),
  created_by: z.string().describe('user:ID, or operator'),
  created_at: timestamp,
  expires_at: timestamp,
})
export const invitationList = z.strictObject({ invitations: z.array(invitation) })
export const invitationParams = z.strictObject({ id })
export const createInvitation = z.strictObject({
  role,
  note: z.string().max(200).default('').describe('Whom it is for; only the team sees it'),
})
export const invitationMade = z.strictObject({
  ...invitation.shape,
  url: z.string().describe('To be handed to the person: it lets one in, once, within a week. Shown only now'),
})
export const invitationRevoked = z.strictObject({ id, revoked: z.literal(true) })
