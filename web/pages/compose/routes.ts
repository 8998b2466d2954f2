import type { PageRoute } from '../../route.ts'

/** One address for both, so that the page stays as it is when a draft gets its id while somebody writes. */
export const routes: readonly PageRoute[] = [{ path: '/compose/:id?', load: () => import('./ComposePage.tsx') }]
