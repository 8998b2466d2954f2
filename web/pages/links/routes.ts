import type { PageRoute } from '../../route.ts'

export const routes: readonly PageRoute[] = [
  { path: '/links', load: () => import('./LinksPage.tsx') },
  { path: '/links/:id', load: () => import('./LinkPage.tsx') },
]
