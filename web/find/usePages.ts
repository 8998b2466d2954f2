import type { Scope } from '../../src/contract/scopes.ts'
import { useWords } from '../i18n/words.ts'
import { contactsWords } from '../pages/contacts/words.ts'
import { developerWords } from '../pages/developer/words.ts'
import { settingsWords } from '../pages/settings/words.ts'
import { paths, settingPages } from '../paths.ts'
import { useSections, type Section } from '../sections.ts'
import { useSession } from '../session.ts'
import { usePlaces } from '../ui/frame/places.ts'
import { frameWords } from '../ui/frame/words.ts'
import type { IconName } from '../ui/Icon.tsx'
import type { Offer } from './offers.ts'
import { findWords } from './words.ts'

/** Sections, and the pages inside of them, each with the section's name so that it is found by that too. */
export function usePages(): { sections: readonly Offer[]; within: readonly Offer[] } {
  const { sections: names } = useWords(frameWords)
  const present = useSections()
  const { scopes } = useSession()
  const within = useWithin()
  const home: Offer = { key: 'home', label: names.home, to: paths.home(), icon: 'home' }
  return {
    sections: [home, ...usePlaces().map(({ section, to }): Offer => ({ key: section, label: names[section], to, icon: section }))],
    within: within
      .filter(({ section, needs }) => present.has(section) && (needs === undefined || scopes.includes(needs)))
      .map(({ section, to, name }) => ({ key: to, label: name, about: names[section], to, icon: section })),
  }
}

type Within = { section: Section & IconName; to: string; name: string; needs?: Scope }

/** Those that their sections have as tabs, for the same people. */
function useWithin(): readonly Within[] {
  const contacts = useWords(contactsWords).tabs
  const developer = useWords(developerWords)
  const settings = useWords(settingsWords).tabs
  return [
    { section: 'contacts', to: paths.groups(), name: contacts.groups },
    { section: 'contacts', to: paths.segments(), name: contacts.segments },
    { section: 'contacts', to: paths.imports(), name: contacts.imports },
    { section: 'contacts', to: paths.suppressions(), name: contacts.suppressions },
    { section: 'contacts', to: paths.optOuts(), name: contacts.optOuts },
    { section: 'contacts', to: paths.replies(), name: contacts.replies, needs: 'messages:read' },
    { section: 'developer', to: paths.keys(), name: developer.keys, needs: 'keys:manage' },
    { section: 'developer', to: paths.webhooks(), name: developer.webhooks },
    { section: 'developer', to: paths.reference(), name: developer.reference },
    { section: 'developer', to: paths.phones(), name: developer.phones, needs: 'messages:write' },
    ...settingPages.map((page): Within => ({ section: 'settings', to: paths.setting(page), name: settings[page] })),
  ]
}

type Action = { needs: Scope; to: string; icon: IconName }
type ActionName = keyof (typeof findWords)['en']['actions']

const actions: Readonly<Record<ActionName, Action>> = {
  campaign: { needs: 'campaigns:write', to: paths.compose(), icon: 'campaigns' },
  single: { needs: 'messages:write', to: paths.compose(), icon: 'compose' },
  contact: { needs: 'contacts:write', to: paths.newContact(), icon: 'contacts' },
  contactImport: { needs: 'contacts:write', to: paths.newImport(), icon: 'contacts' },
  group: { needs: 'contacts:write', to: paths.newGroup(), icon: 'contacts' },
  segment: { needs: 'contacts:write', to: paths.newSegment(), icon: 'contacts' },
  key: { needs: 'keys:manage', to: paths.newKey(), icon: 'developer' },
  webhook: { needs: 'webhooks:write', to: paths.newWebhook(), icon: 'developer' },
  invite: { needs: 'persons:manage', to: paths.newInvitation(), icon: 'settings' },
}
const actionNames = Object.keys(actions) as ActionName[]

/** What can be done that begins on another page, as far as the role of the reader allows it. Owners alone invite, and they alone manage persons. */
export function useActions(): readonly Offer[] {
  const { actions: words } = useWords(findWords)
  const { scopes } = useSession()
  return actionNames
    .filter((name) => scopes.includes(actions[name].needs))
    .map((name) => ({ key: `do-${name}`, label: words[name].name, about: words[name].about, also: words[name].also, ...actions[name] }))
}
