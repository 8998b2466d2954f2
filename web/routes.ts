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
import { sections, type Section } from './sections.ts'

const routesOf: Readonly<Record<Section, readonly PageRoute[]>> = {
  home,
  compose,
  campaigns,
  logbook,
  links,
  contacts,
  developer,
  settings,
}

/** Sections with at least one page. */
export const presentSections: ReadonlySet<Section> = new Set(sections.filter((section) => routesOf[section].length > 0))

/** All pages, each as a component that loads itself. */
export const pages: readonly { path: string; Page: ComponentType<PageProps> }[] = sections
  .flatMap((section) => routesOf[section])
  .map(({ path, load }) => ({ path, Page: lazy(load) }))
