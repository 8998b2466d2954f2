import type { PageRoute } from '../../route.ts'

/** Order matters where one address is a pattern of another. */
export const routes: readonly PageRoute[] = [
  { path: '/developer', load: () => import('./DeveloperPage.tsx') },
  { path: '/developer/keys', load: () => import('./keys/KeysPage.tsx') },
  { path: '/developer/webhooks', load: () => import('./webhooks/WebhooksPage.tsx') },
  { path: '/developer/webhooks/:id', load: () => import('./webhooks/WebhookPage.tsx') },
  { path: '/developer/reference', load: () => import('./reference/ReferencePage.tsx') },
  { path: '/developer/phones', load: () => import('./phones/PhonesPage.tsx') },
]
