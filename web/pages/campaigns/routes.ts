import type { PageRoute } from '../../route.ts'

/** Order matters where one address is a pattern of another. */
export const routes: readonly PageRoute[] = [
  { path: '/campaigns', load: () => import('./CampaignsPage.tsx') },
  { path: '/campaigns/:id', load: () => import('./CampaignPage.tsx') },
]
