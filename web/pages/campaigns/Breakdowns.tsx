import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { countryCredit } from '../../../src/contract/countryCredit.ts'
import { useWords } from '../../i18n/words.ts'
import type { Narrowed } from './filters.ts'
import { Breakdown } from './Breakdown.tsx'
import type { Part, Shown } from './breakdownColumns.tsx'
import { LinkBreakdown } from './LinkBreakdown.tsx'
import { useNames } from './names.ts'
import { reportWords } from './reportWords.ts'

/** Who clicked, and what it led to, by link, country, device and variant. */
export function Breakdowns({ campaign, report, filter, change }: Narrowed & { campaign: Campaign; report: CampaignReport }) {
  const words = useWords(reportWords)
  const names = useNames()
  const shown = { bots: filter.bots === 'in', conversions: report.conversions > 0, values: report.values.length > 0 }
  const shared = { campaign, shown }
  const parts = (rows: CampaignReport['devices'], name: (key: string) => string): Part[] =>
    rows.map((row) => ({ ...row, name: name(row.key), people: row.clickers })).filter((part) => isToSee(part, shown))
  const variants = report.variants.map((variant) => ({ ...variant, key: variant.variant_id, people: variant.clickers }))
  return (
    <div className="report-columns">
      <LinkBreakdown {...shared} {...{ report, filter, change }} />
      {campaign.variants.length > 1 && (
        <Breakdown
          {...shared}
          title={words.variants}
          head={words.variant}
          parts={variants}
          chosen={filter.variant}
          onChoose={(variant) => change({ variant })}
        />
      )}
      <Breakdown
        {...shared}
        title={words.countries}
        head={words.country}
        parts={parts(report.countries, names.country)}
        chosen={filter.country}
        onChoose={(country) => change({ country })}
        note={
          <>
            {words.countriesNote} <a href={countryCredit.url}>{countryCredit.text}</a>
          </>
        }
      />
      <Breakdown
        {...shared}
        title={words.devices}
        head={words.device}
        parts={parts(report.devices, names.device)}
        chosen={filter.device}
        onChoose={(device) => change({ device })}
      />
    </div>
  )
}

/** What only programs or link cards came from is no row of zeros, unless bots are asked for. */
const isToSee = ({ people, total_clicks: clicks, conversions, bots }: Part, shown: Shown): boolean =>
  (people ?? 0) > 0 || clicks > 0 || conversions !== 0 || (shown.bots && bots > 0)
