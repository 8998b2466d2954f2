import { useQuery } from '@tanstack/react-query'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useMay } from '../../session.ts'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonLine, SkeletonRows } from '../../ui/Skeleton.tsx'
import { useUrlState } from '../../useUrlState.ts'
import { Breakdowns } from './Breakdowns.tsx'
import { narrowingOf, noReportFilter } from './filters.ts'
import { Funnel } from './Funnel.tsx'
import { OverTime } from './OverTime.tsx'
import { reportQuery } from './queries.ts'
import { Recipients } from './Recipients.tsx'
import { ReportChips } from './ReportChips.tsx'
import './report.css'
import { Week } from './Week.tsx'

/** What came of a campaign. A press on a row narrows all of it down. */
export function Report({ campaign }: { campaign: Campaign }) {
  const { values: filter, change } = useUrlState(noReportFilter)
  const query = useQuery(reportQuery(campaign.id, narrowingOf(filter)))
  const shared = { filter, change }
  const maySeeRecipients = useMay('messages:read')
  return (
    <>
      <QueryView query={query} skeleton={<ReportSkeleton />}>
        {(report) => (
          <div aria-busy={query.isPlaceholderData}>
            <ReportChips report={report} {...shared} />
            <Funnel campaign={campaign} report={report} {...shared} />
            <div className="report-columns">
              <OverTime name={campaign.name} hours={report.hours} {...shared} />
              <Week campaign={campaign} report={report} {...shared} />
            </div>
            <Breakdowns campaign={campaign} report={report} {...shared} />
          </div>
        )}
      </QueryView>
      {maySeeRecipients && <Recipients campaign={campaign} {...shared} />}
    </>
  )
}

/** As high as the funnel and the charts will be. */
const ReportSkeleton = () => (
  <>
    <div className="funnel">
      {[8, 10, 7, 9].map((width) => (
        <div key={width} className="funnel-step">
          <SkeletonLine width={width} />
        </div>
      ))}
    </div>
    <SkeletonRows rows={9} />
  </>
)
