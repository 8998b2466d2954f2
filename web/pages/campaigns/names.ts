import { useMemo } from 'react'
import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { deviceWords } from '../../ui/deviceWords.ts'
import { reportWords } from './reportWords.ts'

/** Names of what a report is grouped by, in the reader's language. */
export function useNames() {
  const words = useWords(reportWords)
  const devices = useWords(deviceWords)
  const { locale } = useFormat()
  const regions = useMemo(() => new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }), [locale])
  return {
    country: (key: string): string => (/^[A-Z]{2}$/.test(key) ? (regions.of(key) ?? key) : words.unknown),
    device: (key: string): string => (Object.hasOwn(devices, key) ? (devices[key] ?? key) : key),
    link: (report: CampaignReport, key: string): string => linkName(report.links.find((link) => link.key === key)?.destination, key),
    variant: (report: CampaignReport, key: string): string => report.variants.find((variant) => variant.variant_id === key)?.name ?? key,
  }
}

/** A destination without what every one begins with; the whole of it stands in the title. */
export const linkName = (destination: string | null | undefined, key: string): string =>
  destination === null || destination === undefined ? `#${key}` : destination.replace(/^https?:\/\//, '')
