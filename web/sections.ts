import { createContext, useContext } from 'react'

/** The parts of the app, in the order of the rail. */
export const sections = ['home', 'compose', 'campaigns', 'logbook', 'links', 'contacts', 'developer', 'settings'] as const
export type Section = (typeof sections)[number]

/** Sections that have pages; App says which. */
export const SectionsContext = createContext<ReadonlySet<Section>>(new Set())

/** Which sections there are to lead to. */
export const useSections = (): ReadonlySet<Section> => useContext(SectionsContext)
