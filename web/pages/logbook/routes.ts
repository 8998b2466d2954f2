import type { PageRoute } from '../../route.ts'

export const routes: readonly PageRoute[] = [
  { path: '/logbook', load: () => import('./LogbookPage.tsx') },
  { path: '/logbook/:id', load: () => import('./MessagePage.tsx') },
]
