import type { PageRoute } from '../../route.ts'

/** One address for each of `settingPages`; the first leads on to the first of them. */
export const routes: readonly PageRoute[] = [
  { path: '/settings', load: () => import('./SettingsPage.tsx') },
  { path: '/settings/conversions', load: () => import('./conversions/ConversionsPage.tsx') },
  { path: '/settings/account', load: () => import('./account/AccountPage.tsx') },
  { path: '/settings/privacy', load: () => import('./privacy/PrivacyPage.tsx') },
  { path: '/settings/sending', load: () => import('./sending/SendingPage.tsx') },
  { path: '/settings/domains', load: () => import('./domains/DomainsPage.tsx') },
  { path: '/settings/carriers', load: () => import('./carriers/CarriersPage.tsx') },
  { path: '/settings/seven', load: () => import('./seven/SevenPage.tsx') },
  { path: '/settings/team', load: () => import('./team/TeamPage.tsx') },
  { path: '/settings/you', load: () => import('./you/YouPage.tsx') },
]
