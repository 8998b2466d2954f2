import type { PageRoute } from '../../route.ts'

/** Order matters where one address is a pattern of another. */
export const routes: readonly PageRoute[] = [
  { path: '/contacts', load: () => import('./ContactsPage.tsx') },
  { path: '/contacts/groups', load: () => import('./GroupsPage.tsx') },
  { path: '/contacts/segments', load: () => import('./SegmentsPage.tsx') },
  { path: '/contacts/segments/new', load: () => import('./SegmentPage.tsx') },
  { path: '/contacts/segments/:id', load: () => import('./SegmentPage.tsx') },
  { path: '/contacts/imports', load: () => import('./ImportsPage.tsx') },
  { path: '/contacts/imports/new', load: () => import('./NewImportPage.tsx') },
  { path: '/contacts/imports/:id', load: () => import('./ImportPage.tsx') },
  { path: '/contacts/suppressions', load: () => import('./SuppressionsPage.tsx') },
  { path: '/contacts/opt-outs', load: () => import('./OptOutsPage.tsx') },
  { path: '/contacts/replies', load: () => import('./RepliesPage.tsx') },
  { path: '/contacts/:id', load: () => import('./ContactPage.tsx') },
]
