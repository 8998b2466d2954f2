import { lazy, type ComponentType } from 'react'
import { routes as campaigns } from './pages/campaigns/routes.ts'
import { routes as compose } from './pages/compose/routes.ts'
import { routes as contacts } from './pages/contacts/routes.ts'
import { routes as developer } from './pages/developer/routes.ts'
import { routes as home } from './pages/home/routes.ts'
import { routes as links } from './pages/links/routes.ts'
import { routes as logbook } from './pages/logbook/routes.ts'
import { routes as settings } from './pages/settings/routes.ts'
import type { PageProps, PageRoute } from './route.ts'

/** Every section with its pages; the first route of a section is where the rail leads. */
const sections = { home, compose, campaigns, logbook, links, contacts, developer, settings } as const satisfies Record<string, readonly PageRoute[]>
export type Section = keyof typeof sections

/** Whether there is anything to lead to. */
export const hasPages = (section: Section): boolean => sections[section].length > 0

/** All pages, each as a component that loads itself. */
export const pages: readonly { path: string; Page: ComponentType<PageProps> }[] = Object.values<readonly PageRoute[]>(sections)
  .flat()
  .map(({ path, load }) => ({ path, Page: lazy(load) }))
