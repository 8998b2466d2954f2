import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import { useWords } from '../../i18n/words.ts'
import { FilterChips, type Chip } from '../../ui/FilterChips.tsx'
import { isDeed, noReportFilter, type Narrowed } from './filters.ts'
import { useNames } from './names.ts'
import { reportWords } from './reportWords.ts'

/** What the report is narrowed down to. Escape takes all of it off. */
export function ReportChips({ report, filter, change }: Narrowed & { report: CampaignReport }) {
  const words = useWords(reportWords)
  const names = useNames()
  const { variant, link, device, country, did } = filter
  const chip = (key: keyof typeof filter, name: string, value: string): Chip => ({
    key,
    name,
    value,
    onRemove: () => change({ [key]: '' }),
  })
  const chips = [
    ...(variant === '' ? [] : [chip('variant', words.variant, names.variant(report, variant))]),
    ...(link === '' ? [] : [chip('link', words.link, names.link(report, link))]),
    ...(device === '' ? [] : [chip('device', words.device, names.device(device))]),
    ...(country === '' ? [] : [chip('country', words.country, names.country(country))]),
    ...(isDeed(did) ? [chip('did', words.did, words.deeds[did])] : []),
  ]
  const { bots, table } = filter
  return <FilterChips chips={chips} onClear={() => change({ ...noReportFilter, bots, table })} />
}
