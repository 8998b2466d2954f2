import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import type { Narrowed } from './filters.ts'
import { Breakdown } from './Breakdown.tsx'
import type { Shown } from './breakdownColumns.tsx'
import { linkName } from './names.ts'
import { reportWords } from './reportWords.ts'

/** Clicks by link, each with a page of its own. */
export function LinkBreakdown({
  campaign,
  report,
  filter,
  change,
  shown,
}: Narrowed & { campaign: Campaign; report: CampaignReport; shown: Shown }) {
  const words = useWords(reportWords)
  const besides = besidesOf(report, { hasVariants: campaign.variants.length > 1, words })
  const parts = report.links.map((link) => ({
    ...link,
    name: linkName(link.destination, link.key),
    ...besides(link),
    people: link.unique_clicks,
    title: link.destination,
    href: paths.link(link.key),
  }))
  return (
    <Breakdown
      {...{ campaign, shown, parts }}
      title={words.links}
      head={words.link}
      counts="unique_clicks"
      isWide
      chosen={filter.link}
      onChoose={(link) => change({ link })}
    />
  )
}

type ReportLink = CampaignReport['links'][number]
type Around = { hasVariants: boolean; words: { variant: string; place: (position: number) => string } }

/** What tells links apart: several variants may lead to one destination, and one text may lead there twice. */
function besidesOf({ links, variants }: CampaignReport, { hasVariants, words }: Around) {
  const nameOf = new Map(variants.map(({ variant_id: id, name }) => [id, `${words.variant} ${name}`]))
  const isTwin = (a: ReportLink, b: ReportLink) => a !== b && a.variant_id === b.variant_id && a.destination === b.destination
  return (link: ReportLink): { beside?: string } => {
    const variant = hasVariants ? nameOf.get(link.variant_id) : undefined
    const place = links.some((other) => isTwin(link, other)) ? words.place(link.position + 1) : undefined
    const known = [variant, place].filter((part) => part !== undefined)
    return known.length === 0 ? {} : { beside: known.join(', ') }
  }
}
