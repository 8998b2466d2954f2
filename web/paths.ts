/** Every address of the web app, in one place: links and redirects are made here and nowhere else. */
const segment = (id: string): string => encodeURIComponent(id)

export const paths = {
  home: () => '/',
  compose: () => '/compose',
  draft: (campaignId: string) => `/compose/${segment(campaignId)}`,
  campaigns: () => '/campaigns',
  campaign: (id: string) => `/campaigns/${segment(id)}`,
  logbook: () => '/logbook',
  message: (id: string) => `/logbook/${segment(id)}`,
  links: () => '/links',
  link: (id: string) => `/links/${segment(id)}`,
  contacts: () => '/contacts',
  newContact: () => withNewForm('/contacts'),
  contact: (id: string) => `/contacts/${segment(id)}`,
  /** The contacts of one group. */
  groupMembers: (id: string) => withQuery('/contacts', { group: id }),
  groups: () => '/contacts/groups',
  newGroup: () => withNewForm('/contacts/groups'),
  segments: () => '/contacts/segments',
  newSegment: () => '/contacts/segments/new',
  segment: (id: string) => `/contacts/segments/${segment(id)}`,
  imports: () => '/contacts/imports',
  newImport: () => '/contacts/imports/new',
  contactImport: (id: string) => `/contacts/imports/${segment(id)}`,
  suppressions: () => '/contacts/suppressions',
  optOuts: () => '/contacts/opt-outs',
  replies: () => '/contacts/replies',
  developer: () => '/developer',
  keys: () => '/developer/keys',
  newKey: () => withNewForm('/developer/keys'),
  webhooks: () => '/developer/webhooks',
  newWebhook: () => withNewForm('/developer/webhooks'),
  webhook: (id: string) => `/developer/webhooks/${segment(id)}`,
  reference: () => '/developer/reference',
  operation: (key: string) => `/developer/reference?at=${segment(key)}`,
  phones: (number?: string) => (number === undefined ? '/developer/phones' : `/developer/phones?number=${segment(number)}`),
  settings: () => '/settings',
  setting: (name: SettingPage) => `/settings/${name}`,
  newInvitation: () => withNewForm('/settings/team'),
} as const

/** The pages of the settings, in the order of their tabs. */
export const settingPages = ['conversions', 'account', 'privacy', 'sending', 'domains', 'carriers', 'seven', 'team', 'you'] as const
export type SettingPage = (typeof settingPages)[number]

/** The parameter by which an address asks its page for the form that makes something new; `useNewForm` reads it. */
export const NEW_FORM = 'new'

function withNewForm(path: string): string {
  return withQuery(path, { [NEW_FORM]: 'yes' })
}

/** Pages that the server makes; a link to one leaves the app. */
export const serverPaths = {
  openApi: () => '/openapi.json',
  /** Leads back to `next` after signing in. */
  signIn: (next: string) => (next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`),
} as const

/** An address with a query; values that are undefined or empty are left out, so that links stay short. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()}`
}
