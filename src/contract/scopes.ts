/** Everything that a key can be allowed to do; a key without a scope gets `scope_missing` on the routes that ask for it. */
export const scopes = [
  'messages:write',
  'messages:read',
  'links:write',
  'contacts:read',
  'contacts:write',
  'campaigns:read',
  'campaigns:write',
  'conversions:read',
  'conversions:write',
  'account:read',
  'account:write',
  'persons:manage',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'keys:manage',
] as const
export type Scope = (typeof scopes)[number]

/** What each scope allows, in the words of the keys page and of `tapline key create --help`. */
export const scopeMeaning = {
  'messages:write': 'send, preview and cancel messages',
  'messages:read': 'read messages, their clicks, replies and the statistics',
  'links:write': 'change destinations, take links down',
  'contacts:read': 'read and export contacts, groups and suppressions',
  'contacts:write': 'change, import and delete contacts, groups and suppressions',
  'campaigns:read': 'read campaigns and their reports',
  'campaigns:write': 'make, start, pause and cancel campaigns',
  'conversions:read': 'read conversions and their figures',
  'conversions:write': 'report and correct conversions',
  'account:read': 'read the settings of the account',
  'account:write': 'change the settings of the account',
  'persons:manage': 'export and erase all that is held on a phone number',
  'events:read': 'read the log of events and notices; numbers only together with messages:read',
  'webhooks:read': 'read endpoints for webhooks and what became of each delivery',
  'webhooks:write': 'make, change and delete endpoints, see their secrets, send again',
  'keys:manage': 'list and revoke API keys, make ones that may do no more than this one',
} as const satisfies Record<Scope, string>

/** Whether a word is a scope. */
export const isScope = (word: string): word is Scope => scopes.some((scope) => scope === word)

/** What the first keys of an account may: all but making others, since a key that leaks should not outlive its end. */
export const firstKeyScopes: readonly Scope[] = scopes.filter((scope) => scope !== 'keys:manage')
