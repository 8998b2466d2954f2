import type { PageRoute } from '../../route.ts'

export const routes: readonly PageRoute[] = [{ path: '/', load: () => import('./HomePage.tsx') }]
