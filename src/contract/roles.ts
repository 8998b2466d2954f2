import { scopes, type Scope } from './scopes.ts'

/** What people who sign in can be. */
export const roles = ['owner', 'marketer', 'developer', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Whether a word is a role. */
export const isRole = (word: string): word is Role => roles.some((role) => role === word)

/** What each role is for, in the words of the team page and of `tapline user invite --help`. */
export const roleMeaning = {
  owner: 'may do everything, and decides who else may',
  marketer: 'sends, and works with contacts, links and campaigns',
  developer: 'sends, and sets up keys, webhooks and conversions',
  viewer: 'sees what happened, with phone numbers masked',
} as const satisfies Record<Role, string>

/** What each role may do over the API; a person needs no key. */
export const roleScopes: Readonly<Record<Role, readonly Scope[]>> = {
  owner: scopes,
  marketer: [
    ...([
      'messages:write',
      'messages:read',
      'links:write',
      'contacts:read',
      'contacts:write',
      'campaigns:read',
      'campaigns:write',
    ] as const),
    ...(['conversions:read', 'conversions:write', 'account:read', 'events:read', 'webhooks:read'] as const),
  ],
  developer: [
    ...(['messages:write', 'messages:read', 'links:write', 'contacts:read', 'campaigns:read', 'conversions:read'] as const),
    ...(['conversions:write', 'account:read', 'account:write', 'events:read', 'webhooks:read', 'webhooks:write', 'keys:manage'] as const),
  ],
  viewer: ['messages:read', 'contacts:read', 'campaigns:read', 'conversions:read', 'account:read', 'events:read', 'webhooks:read'],
}

/** Whether a role is shown phone numbers. Those who are not get them masked everywhere, and cannot search by them. */
export const seesNumbers = (role: Role): boolean => role !== 'viewer'
