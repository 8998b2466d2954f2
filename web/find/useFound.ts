import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useWords } from '../i18n/words.ts'
import { useSettled } from '../useSettled.ts'
import type { Filters } from '../pages/logbook/filters.ts'
import { paths, withQuery } from '../paths.ts'
import { useMay, useSession } from '../session.ts'
import { badgeWords } from '../ui/badgeWords.ts'
import type { Offer, OfferGroup } from './offers.ts'
import {
  campaignSearch,
  contactSearch,
  messageSearch,
  soughtIn,
  type CampaignsFound,
  type ContactsFound,
  type MessagesFound,
  type Sought,
} from './searches.ts'
import { findWords } from './words.ts'

const SETTLES_MS = 250

export type Found = { groups: readonly OfferGroup[]; isSearching: boolean; failed: UseQueryResult | undefined }

/** What the server finds for what was typed, once the typing has paused. */
export function useFound(typed: string): Found {
  const words = useWords(findWords)
  const isMasked = useSession().numbers === 'masked'
  const { value: text, isSettled } = useSettled(typed.trim(), { key: typed.trim(), ms: SETTLES_MS })
  const sought = soughtIn(text, { isMasked })
  const [mayCampaigns, mayContacts, mayMessages] = [useMay('campaigns:read'), useMay('contacts:read'), useMay('messages:read')]
  const campaigns = useQuery({ ...campaignSearch(sought), ...(mayCampaigns ? {} : { enabled: false }) })
  const contacts = useQuery({ ...contactSearch(sought), ...(mayContacts ? {} : { enabled: false }) })
  const messages = useQuery({ ...messageSearch(sought), ...(mayMessages ? {} : { enabled: false }) })
  const asked = [campaigns, contacts, messages]
  const isSearching = !isSettled || asked.some(({ fetchStatus, data }) => fetchStatus === 'fetching' && data === undefined)
  const further = useFurther(sought)
  const offersOf = useOffers()
  const groups: OfferGroup[] = [
    { key: 'campaigns', name: words.groups.campaigns, offers: offersOf.campaigns(campaigns.data) },
    { key: 'contacts', name: words.groups.contacts, offers: offersOf.contacts(contacts.data) },
    { key: 'messages', name: words.groups.messages, offers: offersOf.messages(messages.data) },
    { key: 'links', name: words.groups.links, offers: offersOf.links(messages.data) },
    // Last and late, so that Enter pressed too soon does not take what was not looked at.
    { key: 'further', name: words.groups.further, offers: isSearching || !mayMessages ? [] : further },
  ]
  return { groups: isSettled ? groups : [], isSearching, failed: asked.find(({ isError }) => isError) }
}

/** What was found, as lines. */
function useOffers() {
  const words = useWords(findWords)
  const badges = useWords(badgeWords)
  return {
    campaigns: (page: CampaignsFound | undefined): Offer[] =>
      (page?.campaigns ?? []).map(({ id, name, state }) => ({
        ...{ key: `campaign-${id}`, label: name, about: badges.campaigns[state].name, to: paths.campaign(id), icon: 'campaigns' },
      })),
    contacts: (page: ContactsFound | undefined): Offer[] =>
      (page?.contacts ?? []).map(({ id, phone, fields }) => ({
        ...{
          key: `contact-${id}`,
          label: phone,
          about: Object.values(fields).slice(0, 2).join(' '),
          to: paths.contact(id),
          icon: 'contacts',
        },
      })),
    messages: (found: MessagesFound | undefined): Offer[] =>
      (found?.messages ?? []).map(({ id, phone, state, text }) => ({
        ...{
          key: `message-${id}`,
          label: phone,
          about: `${badges.messages[state].name} · ${text}`,
          to: paths.message(id),
          icon: 'logbook',
        },
      })),
    links: (found: MessagesFound | undefined): Offer[] => {
      const link = found?.link
      if (link === undefined) return []
      const about = words.leadsTo(link.destination)
      return [{ key: `link-${link.shortLink}`, label: link.shortLink, about, to: paths.link(link.id), icon: 'links' }]
    },
  }
}

/** Lists that can be searched for the same. */
function useFurther({ text, number, isLookable }: Sought): readonly Offer[] {
  const words = useWords(findWords)
  const logbook = (filters: Partial<Filters>) => withQuery(paths.logbook(), filters)
  if (number !== undefined) {
    const isNational = /^0[1-9]/.test(number)
    const ends = number.replace(/^\+?0*/, '')
    if (isNational && ends.length >= 4) return [{ key: 'ends', label: words.numberEnds(ends), to: logbook({ ends }), icon: 'search' }]
    if (/^(?:\+|00)?[1-9]/.test(number)) return [{ key: 'number', label: words.numberIn(number), to: logbook({ number }), icon: 'search' }]
    return []
  }
  if (!isLookable) return []
  return [
    { key: 'text', label: words.textIn(text), to: logbook({ words: text }), icon: 'search' },
    { key: 'destination', label: words.linksWith(text), to: withQuery(paths.links(), { words: text }), icon: 'search' },
  ]
}
