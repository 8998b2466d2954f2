import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { badgeWords } from '../../ui/badgeWords.ts'
import { useNow } from '../../ui/clock.ts'
import type { Chip } from '../../ui/FilterChips.tsx'
import { isState, noFilters, searchKinds, type Filters } from './filters.ts'
import { campaignQuery } from './queries.ts'
import { logbookWords } from './words.ts'

/** The filters that are on, in words. */
export function useChips(values: Filters, change: (next: Partial<Filters>) => void): readonly Chip[] {
  const words = useWords(logbookWords)
  const { messages } = useWords(badgeWords)
  const format = useFormat()
  const now = useNow()
  const campaign = useCampaignName(values.campaign)
  const shown: Partial<Record<keyof Filters, { name: string; value: string }>> = {
    ...Object.fromEntries(searchKinds.map((kind) => [kind, { name: words.kinds[kind], value: values[kind] }])),
    state: { name: words.state, value: isState(values.state) ? messages[values.state].name : values.state },
    clicks: { name: words.clicks, value: values.clicks === 'no' ? words.withoutClicks : words.withClicks },
    campaign: { name: words.campaign, value: campaign },
    test: { name: words.kind, value: words.tests },
    from: { name: words.fromDay, value: values.from },
    to: { name: words.toDay, value: values.to },
    before: { name: words.before, value: Number.isNaN(Date.parse(values.before)) ? values.before : format.dateTime(values.before, now) },
  }
  return Object.entries(shown).flatMap(([key, { name, value }]) =>
    isFilter(key) && values[key] !== '' ? [{ key, name, value, onRemove: () => change({ [key]: '' }) }] : [],
  )
}

const isFilter = (key: string): key is keyof Filters => Object.hasOwn(noFilters, key)

/** Its name once that is known, or where the role may not read campaigns its id. */
function useCampaignName(id: string): string {
  const may = useMay('campaigns:read')
  const { data } = useQuery({ ...campaignQuery(id), enabled: may && id !== '' })
  return data?.name ?? id
}
