import { paths } from '../../paths.ts'
import { useSections, type Section } from '../../sections.ts'
import type { IconName } from '../Icon.tsx'

export type Place = { section: Section & IconName; to: string; second?: boolean }

/** Where one can go, in order; `second` begins the part below the line. */
const places: readonly Place[] = [
  { section: 'compose', to: paths.compose() },
  { section: 'campaigns', to: paths.campaigns() },
  { section: 'logbook', to: paths.logbook() },
  { section: 'links', to: paths.links() },
  { section: 'contacts', to: paths.contacts() },
  { section: 'developer', to: paths.developer(), second: true },
  { section: 'settings', to: paths.settings() },
]

/** The places that there are. */
export function usePlaces(): readonly Place[] {
  const present = useSections()
  return places.filter(({ section }) => present.has(section))
}

/** Whether an address lies within a place: /campaigns/7 does in /campaigns. */
export const isWithin = (address: string, to: string): boolean => address === to || address.startsWith(`${to}/`)
